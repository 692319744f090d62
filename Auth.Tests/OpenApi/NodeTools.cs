using System.Diagnostics;

namespace Auth.Tests.OpenApi;

/// <summary>Node.js, and the npm packages that <c>npm ci</c> installs in the folder of these tests.</summary>
internal static class NodeTools
{
    private static readonly Version OldestNode = new(20, 19);

    // Only a failing test reaches this timeout.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly Lazy<Task<Version?>> Node = new(FindNodeAsync);

    /// <summary>The folder of <c>package.json</c> and the client's source.</summary>
    public static string Folder { get; } = SourceTree.PathOf("Auth.Tests", "OpenApi");

    /// <summary>Runs a program of a package. Skips the test if Node.js or the package is not installed.</summary>
    /// <param name="program">The path below <c>node_modules</c>.</param>
    /// <param name="arguments">The command-line arguments.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments) =>
        await RunNodeAsync([await FindAsync(program), .. arguments]);

    /// <summary>Runs a script of these tests. Skips the test if Node.js or the package that it imports is not installed.</summary>
    public static async Task<(int ExitCode, string Output)> RunScriptAsync(string package, string script, params string[] arguments)
    {
        await FindAsync($"{package}/package.json");
        return await RunNodeAsync([script, .. arguments]);
    }

    /// <summary>
    /// Starts a script of the folder, which runs until its standard input is closed. Skips the test if Node.js or the package that
    /// the script needs is not installed.
    /// </summary>
    public static async Task<Process> StartAsync(string script, string package, params string[] arguments)
    {
        await FindAsync($"{package}/package.json");
        return Process.Start(StartInfo([script, .. arguments]))!;
    }

    private static async Task<string> FindAsync(string file)
    {
        if (!(await Node.Value >= OldestNode))
            Assert.Ignore($"needs Node.js {OldestNode} or later");
        var path = Path.Combine([Folder, "node_modules", .. file.Split('/')]);
        if (!File.Exists(path))
            Assert.Ignore("needs the packages of Auth.Tests/OpenApi: npm ci --prefix Auth.Tests/OpenApi");
        return path;
    }

    /// <summary>Runs Node.js. The output is standard output followed by standard error.</summary>
    public static async Task<(int ExitCode, string Output)> RunNodeAsync(params string[] arguments)
    {
        using var process = Process.Start(StartInfo(arguments))!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static ProcessStartInfo StartInfo(string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The linter would otherwise send telemetry and check for updates.
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        return start;
    }

    private static async Task<Version?> FindNodeAsync()
    {
        try
        {
            var (_, output) = await RunNodeAsync("--version");
            return Version.TryParse(output.Trim().TrimStart('v'), out var version) ? version : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // Node.js is not installed.
            return null;
        }
    }
}
