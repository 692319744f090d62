using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace Auth.Benchmarks.Service;

/// <summary>Measures the memory allocated by another .NET process.</summary>
internal static class Allocations
{
    /// <summary>Returns the number of bytes allocated during the work, accurate to about 100 kilobytes.</summary>
    public static async Task<long> CountAsync(int processId, Func<Task> work, CancellationToken cancellationToken)
    {
        EventPipeProvider ticks = new(
            ClrTraceEventParser.ProviderName, EventLevel.Verbose, (long)ClrTraceEventParser.Keywords.GC);
        using var session = await new DiagnosticsClient(processId)
            .StartEventPipeSessionAsync(ticks, requestRundown: false, token: cancellationToken);
        var bytes = 0L;
        var reading = Task.Run(
            () =>
            {
                using var events = new EventPipeEventSource(session.EventStream);
                events.Clr.GCAllocationTick += tick => bytes += tick.AllocationAmount64;
                events.Process();
            },
            cancellationToken);
        await work();
        await session.StopAsync(cancellationToken);
        await reading;
        return bytes;
    }
}
