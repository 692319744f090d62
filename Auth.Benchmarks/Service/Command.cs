using System.Diagnostics;

namespace Auth.Benchmarks.Service;

/// <summary>A program that is run to its end.</summary>
internal static class Command
{
    /// <summary>Runs a program, and answers what it printed. It is killed at the limit, and on cancellation.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it printed.</exception>
    /// <exception cref="TimeoutException">It took longer than the limit.</exception>
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
