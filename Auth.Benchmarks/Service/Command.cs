using System.Diagnostics;

namespace Auth.Benchmarks.Service;

/// <summary>Runs external programs to completion.</summary>
internal static class Command
{
    /// <summary>Runs a program and returns its output. Kills it at the time limit and on cancellation.</summary>
    /// <exception cref="InvalidOperationException">The program failed. The message contains its output.</exception>
    /// <exception cref="TimeoutException">The program exceeded the time limit.</exception>
    public static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).WaitAsync(limit, cancellationToken);
            var text = await output;
            return process.ExitCode == 0
                ? text
                : throw new InvalidOperationException($"{program} failed ({process.ExitCode}): {text}{await errors}");
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
