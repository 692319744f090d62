using System.Data.Common;
using Auth.Application;
using Auth.Infrastructure.Persistence;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Auth.Api.Hosting;

/// <summary>
/// Checks whether the database responds and its schema is up to date. All callers share one check per second. Requests report
/// their failures, so that a database that can be read but not written is not ready either.
/// </summary>
internal sealed partial class DatabaseHealth(IServiceScopeFactory scopes, TimeProvider time, ILogger<DatabaseHealth> logger)
    : IHealthCheck
{
    /// <summary>The time for which all callers share the result of a check.</summary>
    public static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);

    /// <summary>The time after which a check of the database times out.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LoggedAgainAfter = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Task<string?>? _look;
    private long _begun;
    private Task<IReadOnlyCollection<string>>? _probe;
    private bool _isUnavailable;
    private bool _hasRequestFailed;
    private long _loggedAt;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        Task<string?> look;
        lock (_gate)
        {
            if (_look is null || (_look.IsCompleted && time.GetElapsedTime(_begun) >= Shared))
                (_begun, _look) = (time.GetTimestamp(), LookAsync());
            look = _look;
        }

        return await look.WaitAsync(cancellationToken) is { } fault
            ? HealthCheckResult.Unhealthy(fault)
            : HealthCheckResult.Healthy();
    }

    /// <summary>
    /// Makes the service not ready after a request that the database failed, until a check succeeds that includes the disk.
    /// </summary>
    public void Report(Exception exception)
    {
        // The engine's message for an outage contains no request data, unlike the messages of other errors.
        var fault = exception.WithCauses().OfType<DbException>().FirstOrDefault()?.Message ?? exception.GetType().ToString();
        lock (_gate)
        {
            _hasRequestFailed = true;
            if (_look is null or { IsCompleted: true })
                (_begun, _look) = (time.GetTimestamp(), Task.FromResult<string?>(fault));

            // If nothing requests readiness, no check detects the end of an outage.
            Note(fault, isDue: time.GetElapsedTime(_loggedAt) >= LoggedAgainAfter);
        }
    }

    private async Task<string?> LookAsync()
    {
        var fault = await FindFaultAsync();
        lock (_gate)
            Note(fault, isDue: false);
        return fault;
    }

    /// <summary>Logs the beginning and the end of an outage.</summary>
    private void Note(string? fault, bool isDue)
    {
        if (fault is not null && (!_isUnavailable || isDue))
        {
            LogUnavailable(fault);
            _loggedAt = time.GetTimestamp();
        }
        else if (fault is null && _isUnavailable)
        {
            LogAvailable();
        }

        _isUnavailable = fault is not null;
        _hasRequestFailed &= _isUnavailable;
    }

    private async Task<string?> FindFaultAsync()
    {
        // A hanging database must block one thread only, not another one with every check.
        if (_probe is { IsCompleted: false })
            return "it still has not answered";
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            _probe = Task.Run(() => ProbeAsync(patience.Token), patience.Token);
            var missing = await _probe.WaitAsync(patience.Token);
            return missing.Count == 0 ? null : $"it lacks the migration {missing.Min()}";
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return $"it did not answer within {Patience.TotalSeconds} seconds";
        }
#pragma warning disable CA1031 // Any failure of the check means that requests would fail too.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception.Message;
        }
    }

    private async Task<IReadOnlyCollection<string>> ProbeAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (_hasRequestFailed)
            await scope.ServiceProvider.GetRequiredService<IDatabaseEngine>().CheckDiskAsync(cancellationToken);
        return await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().FindMissingMigrationsAsync(cancellationToken);
    }

    [LoggerMessage(EventName = "DatabaseUnavailable", Level = LogLevel.Error,
        Message = "Not ready: the database cannot be used: {Fault}")]
    private partial void LogUnavailable(string fault);

    [LoggerMessage(EventName = "DatabaseAvailable", Level = LogLevel.Information,
        Message = "Ready again: the database can be used")]
    private partial void LogAvailable();
}
