using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;
using Microsoft.Diagnostics.Tracing.Parsers;

namespace Auth.Benchmarks.Service;

/// <summary>Counts the memory that another process of .NET allocates.</summary>
internal static class Allocations
{
    /// <summary>How many bytes were allocated during the work, to about a hundred kilobytes.</summary>
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
