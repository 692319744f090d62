using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth.Tests.Integration.Telemetry;

/// <summary>Receives OTLP exports as protobuf over HTTP. Protobuf contains strings as plain UTF-8.</summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    // Only a failing test waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _metrics = new(), _traces = new();

    private OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/metrics", request => KeepAsync(_metrics, request));
        _app.MapPost("/v1/traces", request => KeepAsync(_traces, request));
    }

    /// <summary>The address that the collector listens on.</summary>
    public string Address => _app.Urls.Single();

    /// <summary>The received metrics, concatenated.</summary>
    public string Metrics => string.Concat(_metrics);

    /// <summary>The received spans, concatenated.</summary>
    public string Traces => string.Concat(_traces);

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Waits until the exports fulfill a condition, or until a time limit.</summary>
    public static async Task WaitAsync(Func<bool> condition)
    {
        var waiting = Stopwatch.StartNew();
        while (!condition() && waiting.Elapsed < Patience)
            await Task.Delay(Pause);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task KeepAsync(ConcurrentQueue<string> exports, HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        exports.Enqueue(Encoding.UTF8.GetString(body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }
}
