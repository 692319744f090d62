using Auth.Api.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Unit.Hosting;

public sealed class DrainingTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly HostOptions _host = new();

    [TestCase(0, ExpectedResult = 25)]
    [TestCase(60, ExpectedResult = 85)]
    public async Task<double> The_shutdown_timeout_is_the_drain_time_plus_25_seconds(int drainSeconds)
    {
        await Create(drainSeconds).StartingAsync(default);

        return _host.ShutdownTimeout.TotalSeconds;
    }

    [Test]
    public async Task A_running_service_is_ready() =>
        Assert.That(await StatusAsync(Create(drainSeconds: 5)), Is.EqualTo(HealthStatus.Healthy));

    [Test]
    public async Task A_stopping_service_is_not_ready()
    {
        var draining = Create(drainSeconds: 5);
        using var stop = new CancellationTokenSource();
        var stopping = draining.StoppingAsync(stop.Token);

        var status = await StatusAsync(draining);
        await stop.CancelAsync();
        await stopping;

        Assert.That(status, Is.EqualTo(HealthStatus.Unhealthy));
    }

    [Test]
    public void A_drain_lasts_for_the_configured_time()
    {
        var stopping = Create(drainSeconds: 5).StoppingAsync(default);

        _clock.Advance(TimeSpan.FromSeconds(4.9));
        var before = stopping.IsCompleted;
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Multiple(() =>
        {
            Assert.That(before, Is.False);
            Assert.That(() => stopping.IsCompletedSuccessfully, Is.True.After(5).Seconds.PollEvery(5).MilliSeconds);
        });
    }

    [Test]
    public void A_drain_of_zero_seconds_completes_immediately() =>
        Assert.That(Create(drainSeconds: 0).StoppingAsync(default).IsCompletedSuccessfully, Is.True);

    [Test]
    public async Task A_cancelled_stop_ends_the_drain()
    {
        using var stop = new CancellationTokenSource();
        var stopping = Create(drainSeconds: 5).StoppingAsync(stop.Token);

        await stop.CancelAsync();

        Assert.That(() => stopping, Throws.Nothing);
    }

    private static async Task<HealthStatus> StatusAsync(Draining draining) =>
        (await draining.CheckHealthAsync(new HealthCheckContext())).Status;

    private Draining Create(int drainSeconds) => new(
        Settings.Create(options => options.Shutdown.DrainSeconds = drainSeconds),
        Options.Create(_host), _clock, NullLogger<Draining>.Instance);
}
