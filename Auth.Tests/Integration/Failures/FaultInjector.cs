using System.Data.Common;
using Auth.Infrastructure.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Failures;

/// <summary>Counts the statements and commits of requests, and raises one transient error in them.</summary>
internal sealed class FaultInjector : DbCommandInterceptor, IDbTransactionInterceptor, IStartupFilter
{
    private readonly AsyncLocal<bool> _isCounting = new();
    private Fault? _fault;

    /// <summary>The number of statements since <see cref="Arm"/>.</summary>
    public int Statements { get; private set; }

    /// <summary>The number of commits since <see cref="Arm"/>.</summary>
    public int Commits { get; private set; }

    /// <summary>The statement or the commit that failed.</summary>
    public string? Position { get; private set; }

    /// <summary>Whether the error was raised.</summary>
    public bool IsRaised => Position is not null;

    /// <summary>Registers the injector and a strategy that retries its errors.</summary>
    public void AddTo(IServiceCollection services) => services
        .AddSingleton<IStartupFilter>(this)
        .ConfigureDbContext<SqliteAuthDbContext>(options => options
            .AddInterceptors(this)
            .UseSqlite(sqlite => sqlite.ExecutionStrategy(dependencies => new RetryingTestStrategy(dependencies))))
        .ConfigureDbContext<SqlServerAuthDbContext>(options => options
            .AddInterceptors(this)
            .UseSqlServer(server => server.ExecutionStrategy(dependencies => new RetryingTestStrategy(dependencies))));

    /// <summary>Resets the counters, and sets the error to raise, if any.</summary>
    public void Arm(Fault? fault) => (_fault, Statements, Commits, Position) = (fault, 0, 0, null);

    /// <summary>Counts what the caller and the methods that it calls do from now on, as if they were a request.</summary>
    public void CountHere() => _isCounting.Value = true;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (_, following) =>
        {
            CountHere();
            await following();
        });
        next(app);
    };

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        BeforeStatement(command);
        return ValueTask.FromResult(result);
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (IsDue(FaultPoint.AfterStatement, Statements))
        {
            await result.DisposeAsync();
            Raise(command.CommandText);
        }

        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        BeforeStatement(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (IsDue(FaultPoint.AfterStatement, Statements))
            Raise(command.CommandText);
        return ValueTask.FromResult(result);
    }

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
        CancellationToken cancellationToken = default)
    {
        if (_isCounting.Value)
            Commits++;
        if (IsDue(FaultPoint.BeforeCommit, Commits))
            Raise("COMMIT");
        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (IsDue(FaultPoint.AfterCommit, Commits))
            Raise("COMMIT");
        return Task.CompletedTask;
    }

    private void BeforeStatement(DbCommand command)
    {
        if (_isCounting.Value)
            Statements++;
        if (IsDue(FaultPoint.BeforeStatement, Statements))
            Raise(command.CommandText);
    }

    private bool IsDue(FaultPoint point, int number) =>
        _isCounting.Value && !IsRaised && _fault == new Fault(point, number);

    private void Raise(string position)
    {
        Position = position;
        throw new TransientTestException();
    }
}
