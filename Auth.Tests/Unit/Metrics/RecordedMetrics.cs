using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Auth.Application.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Unit.Metrics;

/// <summary>Listens to the meters of one factory, and to no other test's.</summary>
internal sealed class RecordedMetrics : IDisposable
{
    private readonly ConcurrentQueue<(Instrument Instrument, string Line)> _measurements = new();
    private readonly MeterListener _listener = new();
    private readonly ServiceProvider? _services;

    /// <summary>Listens to metrics of its own, for a unit.</summary>
    public RecordedMetrics()
        : this(Services())
    {
    }

    /// <summary>Listens to a server.</summary>
    public RecordedMetrics(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == AuthMetrics.MeterName && instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, $"{value}", tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            Keep(instrument, value >= 0 ? "time" : "less than nothing", tags));
        _listener.Start();
        Metrics = new AuthMetrics(meters);
    }

    private RecordedMetrics(ServiceProvider services)
        : this(services.GetRequiredService<IMeterFactory>()) => _services = services;

    /// <summary>For units that have to be given some, and whose are not looked at.</summary>
    public static AuthMetrics None { get; } = new(Services().GetRequiredService<IMeterFactory>());

    /// <summary>What a unit counts with.</summary>
    public AuthMetrics Metrics { get; }

    /// <summary>What was measured in order: the instrument, the value, and the tags' values.</summary>
    public IEnumerable<string> Lines => _measurements.Select(measurement => measurement.Line);

    /// <summary>The instruments that were measured with.</summary>
    public IEnumerable<Instrument> Instruments => _measurements.Select(measurement => measurement.Instrument).Distinct();

    /// <summary>Asks the instruments that are measured on request.</summary>
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
