using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Auth.Application.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Unit.Metrics;

/// <summary>Records the measurements of one meter factory.</summary>
internal sealed class RecordedMetrics : IDisposable
{
    private readonly ConcurrentQueue<(Instrument Instrument, string Line)> _measurements = new();
    private readonly MeterListener _listener = new();
    private readonly ServiceProvider? _services;

    /// <summary>Records the metrics of a unit under test.</summary>
    public RecordedMetrics()
        : this(Services())
    {
    }

    /// <summary>Records the metrics of a server.</summary>
    public RecordedMetrics(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == AuthMetrics.MeterName && instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, $"{value}", tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            Keep(instrument, value >= 0 ? "time" : "negative time", tags));
        _listener.Start();
        Metrics = new AuthMetrics(meters);
    }

    private RecordedMetrics(ServiceProvider services)
        : this(services.GetRequiredService<IMeterFactory>()) => _services = services;

    /// <summary>Metrics that are not recorded.</summary>
    public static AuthMetrics None { get; } = new(Services().GetRequiredService<IMeterFactory>());

    /// <summary>The metrics to pass to a unit under test.</summary>
    public AuthMetrics Metrics { get; }

    /// <summary>The measurements in order: the instrument, the value and the tags.</summary>
    public IEnumerable<string> Lines => _measurements.Select(measurement => measurement.Line);

    /// <summary>The instruments that recorded a measurement.</summary>
    public IEnumerable<Instrument> Instruments => _measurements.Select(measurement => measurement.Instrument).Distinct();

    /// <summary>Records the observable instruments.</summary>
    public void Observe() => _listener.RecordObservableInstruments();

    public void Dispose()
    {
        _listener.Dispose();
        _services?.Dispose();
    }

    private static ServiceProvider Services() => new ServiceCollection().AddMetrics().BuildServiceProvider();

    private void Keep(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var values = new List<string>();
        foreach (var tag in tags)
            values.Add($"{tag.Key}={tag.Value}");
        _measurements.Enqueue((instrument, string.Join(' ', values.Prepend(value).Prepend(instrument.Name))));
    }
}
