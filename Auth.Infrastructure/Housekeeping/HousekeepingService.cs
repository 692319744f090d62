using System.ComponentModel.DataAnnotations;
using Auth.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Housekeeping;

/// <summary>Runs housekeeping at startup and then once per interval.</summary>
internal sealed partial class HousekeepingService(
    IServiceScopeFactory scopes, IOptions<HousekeepingOptions> options, TimeProvider time, IDatabaseEngine database,
    ILogger<HousekeepingService> logger)
    : BackgroundService
{
    private readonly Guid _instance = Guid.NewGuid();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.IntervalSeconds), time);
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
#pragma warning disable CA1031 // The next run may succeed, whatever the cause of the failure.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            // Not every provider throws OperationCanceledException on cancellation: SqlClient throws its own exception.
            if (cancellationToken.IsCancellationRequested)
                return;
            if (database.Classify(exception) is not DatabaseFault.None)
                LogPostponed();
            else
                LogFailure(exception);
        }
    }

    [LoggerMessage(EventName = "HousekeepingDone", Level = LogLevel.Information,
        Message = "Deleted {Count} expired sessions, login budgets and events")]
    private partial void LogDeleted(int count);

    [LoggerMessage(EventName = "HousekeepingPostponed", Level = LogLevel.Warning,
        Message = "Housekeeping is postponed to its next interval: the database is busy or unavailable")]
    private partial void LogPostponed();

    [LoggerMessage(EventName = "HousekeepingFailed", Level = LogLevel.Error, Message = "Housekeeping failed")]
    private partial void LogFailure(Exception exception);
}

/// <summary>The deletion of expired data: <c>Auth:Housekeeping</c>.</summary>
public sealed class HousekeepingOptions
{
    /// <summary>The interval between deletions in seconds. One instance at a time deletes.</summary>
    [Range(1, 86_400)] public int IntervalSeconds { get; set; } = 600;

    /// <summary>The number of days for which sessions are kept after their end.</summary>
    [Range(0, 3650)] public int KeepSessionsDays { get; set; } = 7;
}

/// <summary>Registers the housekeeping services.</summary>
internal static class HousekeepingServices
{
    public static IServiceCollection AddHousekeeping(this IServiceCollection services) =>
        services.AddScoped<Leases>().AddScoped<Housekeeper>().AddHostedService<HousekeepingService>();
}
