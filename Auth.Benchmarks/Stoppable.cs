using System.Runtime.InteropServices;

namespace Auth.Benchmarks;

/// <summary>Cancels a benchmark on a signal, so that its processes are stopped and its temporary files deleted.</summary>
internal static class Stoppable
{
    private const int Stopped = 130;

    /// <summary>Runs a benchmark until it ends or a signal cancels it, and returns the exit code.</summary>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> benchmark)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return await benchmark(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Stopped;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
