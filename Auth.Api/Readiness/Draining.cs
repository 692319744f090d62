using System.Runtime.InteropServices;
using Auth.Application;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Auth.Api.Readiness;

/// <summary>
/// The first part of a stop: the service says that it is not ready, and goes on serving until load balancers have noticed. A
/// second signal ends it early.
/// </summary>
internal sealed partial class Draining(
    IOptions<AuthOptions> auth, IOptions<HostOptions> host, TimeProvider time, ILogger<Draining> logger)
    : IHostedLifecycleService, IHealthCheck
{
    /// <summary>
    /// How long requests in flight and queued mail may take afterwards. With the default drain, both end within the 30 seconds
    /// after which Kubernetes kills.
    /// </summary>
    private static readonly TimeSpan LongestFinish = TimeSpan.FromSeconds(25);

    private volatile bool _hasBegun;

    /// <summary>Whether the service was told to stop.</summary>
    public bool HasBegun => _hasBegun;

    private TimeSpan Duration => TimeSpan.FromSeconds(auth.Value.Shutdown.DrainSeconds ?? ShutdownOptions.DefaultDrainSeconds);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HasBegun ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // Not when the options are made: the host reads them before the settings have been validated.
        host.Value.ShutdownTimeout = Duration + LongestFinish;
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _hasBegun = true;
        if (Duration == TimeSpan.Zero)
            return;
        var secondSignal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndEarly);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndEarly);
        LogBegun(Duration.TotalSeconds);
        await secondSignal.Task.WaitAsync(Duration, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        void EndEarly(PosixSignalContext signal)
        {
            signal.Cancel = true;
            secondSignal.TrySetResult();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventName = "DrainBegun", Level = LogLevel.Information,
        Message = "Told to stop: not ready from now on, and serving for {Seconds} more seconds, or until a second signal")]
    private partial void LogBegun(double seconds);
}
