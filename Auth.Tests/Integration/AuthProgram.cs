using System.Diagnostics;
using Auth.Tests.Security.Logs;

namespace Auth.Tests.Integration;

/// <summary>The exit code and output of a finished program.</summary>
internal sealed record AuthProgram(int ExitCode, string Output, string Errors)
{
    // Only a failing test waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs the real program until it exits, in the given folder and with the given settings only.</summary>
    /// <param name="folder">The working directory.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="input">The standard input.</param>
    /// <param name="arguments">The command-line arguments.</param>
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

            // Exit code 1 prints an answer to the operator, which may repeat the operator's input.
            if (process.ExitCode != 1)
                SuiteLogs.Add(await errors);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    /// <summary>
    /// Returns the start information of the real program, in the given folder and with the given settings only.
    /// </summary>
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

        // Tiered PGO and a heap for each processor do not pay off in a short-lived process.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return start;
    }

    private static bool IsSetting(string variable) =>
        variable.StartsWith("Auth__", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase)
        || variable.StartsWith("DOTNET_ENVIRONMENT", StringComparison.OrdinalIgnoreCase);
}
