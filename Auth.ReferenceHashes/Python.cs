using System.Diagnostics;

namespace Auth.ReferenceHashes;

/// <summary>Debian's Python and its packages.</summary>
internal static class Python
{
    private const string Executable = "/usr/bin/python3";

    /// <summary>Whether a script runs without an error.</summary>
    public static bool CanRun(string script) => File.Exists(Executable) && Start(script, []).ExitCode == 0;

    /// <summary>Returns the output lines of a script that reads the given lines.</summary>
    public static string[] Run(string script, IEnumerable<string> input)
    {
        var run = Start(script, input);
        return run.ExitCode == 0 ? run.Output : throw new InvalidOperationException("Python failed: see its error output.");
    }

    private static (int ExitCode, string[] Output) Start(string script, IEnumerable<string> input)
    {
        using var process = Process.Start(new ProcessStartInfo(Executable, ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        foreach (var line in input)
            process.StandardInput.WriteLine(line);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
