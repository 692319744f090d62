using System.Diagnostics;

namespace Auth.Tests.OpenApi;

/// <summary>The programs that <c>npm ci</c> puts into the folder of these tests, and Node.js, which runs them.</summary>
internal static class NodeTools
{
    private static readonly Version OldestNode = new(20, 19);

    // Only a test that fails waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly Lazy<Task<Version?>> Node = new(FindNodeAsync);

    /// <summary>Where the packages' descriptions and the client's source are.</summary>
    public static string Folder { get; } = SourceTree.PathOf("Auth.Tests", "OpenApi");

    /// <summary>Runs a program to its end; where it is not installed, the test is skipped.</summary>
    /// <param name="program">Its path below <c>node_modules</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, params string[] arguments)
    {
        if (!(await Node.Value >= OldestNode))
            Assert.Ignore($"needs Node.js {OldestNode} or later");
        var path = Path.Combine([Folder, "node_modules", .. program.Split('/')]);
        if (!File.Exists(path))
            Assert.Ignore("needs the packages of Auth.Tests/OpenApi: npm ci --prefix Auth.Tests/OpenApi");
        return await RunNodeAsync([path, .. arguments]);
    }

    /// <summary>Runs a script of our own, with what it prints as its output and what goes wrong behind that.</summary>
    public static async Task<(int ExitCode, string Output)> RunNodeAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The linter would tell its makers about the run, and ask them for news.
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        using var process = Process.Start(start)!;
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

    private static async Task<Version?> FindNodeAsync()
    {
        try
        {
            var (_, output) = await RunNodeAsync("--version");
            return Version.TryParse(output.Trim().TrimStart('v'), out var version) ? version : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no program of that name.
            return null;
        }
    }
}
