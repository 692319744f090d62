using System.Collections.Concurrent;
using System.Diagnostics;
using Auth.Application.Metrics;

namespace Auth.Tests.Unit.Metrics;

/// <summary>Records the spans of the current test.</summary>
internal sealed class RecordedSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly Activity _test = new("test");
    private readonly ActivityListener _listener;

    public RecordedSpans()
    {
        _test.SetIdFormat(ActivityIdFormat.W3C).Start();
        _listener = new()
        {
            ShouldListenTo = source => source.Name == AuthActivities.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> span) =>
                span.Parent.TraceId == _test.TraceId ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = Record,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The ended spans in order: the name, the status and the attributes.</summary>
    public IEnumerable<string> Lines => _ended.Select(span => string.Join(
        ' ', span.TagObjects.Select(tag => tag.Value is double ? tag.Key : $"{tag.Key}={tag.Value}")
            .Prepend($"{span.Status}{span.StatusDescription}").Prepend(span.OperationName)));

    /// <summary>A span that the listener of another test samples is reported to all listeners.</summary>
    private void Record(Activity span)
    {
        if (span.TraceId == _test.TraceId)
            _ended.Enqueue(span);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _test.Dispose();
    }
}
