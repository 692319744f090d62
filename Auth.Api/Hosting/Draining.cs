using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Auth.Api.Hosting;

/// <summary>
/// The first phase of a graceful stop. The service reports that it is not ready, but continues to serve while load balancers
/// detect that. A second signal ends the phase early.
/// </summary>
internal sealed partial class Draining(
    IOptions<AuthApiOptions> auth, IOptions<HostOptions> host, TimeProvider time, ILogger<Draining> logger)
    : IHostedLifecycleService, IHealthCheck
{
    /// <summary>
    /// The maximum time for requests in flight and queued mail after the drain. With the default drain, both end within the 30
    /// seconds after which Kubernetes kills the process.
    /// </summary>
    private static readonly TimeSpan LongestFinish = TimeSpan.FromSeconds(25);

    private volatile bool _hasBegun;

    /// <summary>Whether the service has received a stop signal.</summary>
    public bool HasBegun => _hasBegun;

    private TimeSpan Duration => TimeSpan.FromSeconds(auth.Value.Shutdown.DrainSeconds ?? ShutdownOptions.DefaultDrainSeconds);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HasBegun ? HealthCheckResult.Unhealthy() : HealthCheckResult.Healthy());

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // The timeout cannot be set when the options are created: the host reads them before the settings are validated.
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
        Message = "Stopping: not ready, but serving for {Seconds} more seconds or until a second signal")]
    private partial void LogBegun(double seconds);
}

/// <summary>The shutdown of the service: <c>Auth:Shutdown</c>.</summary>
internal sealed class ShutdownOptions
{
    /// <summary>The default of <see cref="DrainSeconds"/> outside Development.</summary>
    public const int DefaultDrainSeconds = 5;

    /// <summary>
    /// The time in seconds for which the service continues to serve requests after a stop signal. During this time, the service
    /// reports that it is not ready, so that load balancers stop sending requests. The default is 0 in Development and
    /// <see cref="DefaultDrainSeconds"/> elsewhere.
    /// </summary>
    [Range(0, 600)] public int? DrainSeconds { get; set; }
}
