using Auth.Application;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Housekeeping;

/// <summary>Has the housekeeping done at every interval, the first time when the service has started.</summary>
internal sealed partial class HousekeepingService(
    IServiceScopeFactory scopes, IOptions<AuthOptions> options, TimeProvider time, ILogger<HousekeepingService> logger)
    : BackgroundService
{
    private readonly Guid _instance = Guid.NewGuid();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.Housekeeping.IntervalSeconds), time);
        do
        {
            await RunAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var deleted = await scope.ServiceProvider.GetRequiredService<Housekeeper>().RunAsync(_instance, cancellationToken);
            if (deleted > 0)
                LogDeleted(deleted);
        }
#pragma warning disable CA1031 // Whatever failed, the next time may do better.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailure(exception);
        }
    }

    [LoggerMessage(EventName = "HousekeepingDone", Level = LogLevel.Information,
        Message = "{Count} rows of sessions, logins and events that are over were deleted")]
    private partial void LogDeleted(int count);

    [LoggerMessage(EventName = "HousekeepingFailed", Level = LogLevel.Error, Message = "Housekeeping failed")]
    private partial void LogFailure(Exception exception);
}
