using System.Diagnostics;

namespace Auth.Tests.Integration;

/// <summary>What the program left behind when it ended.</summary>
internal sealed record AuthProgram(int ExitCode, string Output, string Errors)
{
    // Only a test that fails waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the real program to its end, in a folder and with settings of its own.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<AuthProgram> RunAsync(
        string folder, IEnumerable<(string Name, string Value)> settings, string input, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(folder, settings, arguments))!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) =
                (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    /// <summary>How the real program is started, in a folder and with settings of its own, and no others.</summary>
    public static ProcessStartInfo StartInfo(
        string folder, IEnumerable<(string Name, string Value)> settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(IsSetting).ToList())
            start.Environment.Remove(inherited);

        // A process that ends at once does not live to see what profiling its code would gain.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return start;
    }

    private static bool IsSetting(string variable) =>
        variable.StartsWith("Auth__", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("DOTNET_ENVIRONMENT", StringComparison.OrdinalIgnoreCase);
}
