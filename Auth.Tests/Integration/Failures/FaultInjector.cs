using System.Data;
using System.Data.Common;
using System.Globalization;
using Auth.Infrastructure.Persistence.PostgreSql;
using Auth.Infrastructure.Persistence.Sqlite;
using Auth.Infrastructure.Persistence.SqlServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Failures;

/// <summary>Counts the statements and commits of requests, and raises transient errors in them.</summary>
internal sealed class FaultInjector : DbCommandInterceptor, IDbTransactionInterceptor, IStartupFilter
{
    private readonly AsyncLocal<bool> _isCounting = new();
    private readonly List<Fault> _faults = [];
    private readonly List<int> _changes = [];

    /// <summary>The number of statements since <see cref="Arm"/>.</summary>
    public int Statements { get; private set; }

    /// <summary>The numbers of the statements since <see cref="Arm"/> that change rows.</summary>
    public IReadOnlyCollection<int> Changes => _changes;

    /// <summary>The number of commits since <see cref="Arm"/>.</summary>
    public int Commits { get; private set; }

    /// <summary>The SQL text of the first failed statement, or COMMIT.</summary>
    public string? Position { get; private set; }

    /// <summary>Whether all errors were raised.</summary>
    public bool IsDone => _faults.Count == 0;

    /// <summary>Registers the injector and a strategy that retries its errors.</summary>
    public void AddTo(IServiceCollection services) => services
        .AddSingleton<IStartupFilter>(this)
        .AddInterceptor(this)
        .ConfigureDbContext<SqliteAuthDbContext>(options => options
            .UseSqlite(sqlite => sqlite.ExecutionStrategy(dependencies => new RetryingTestStrategy(dependencies))))
        .ConfigureDbContext<PostgreSqlAuthDbContext>(options => options
            .UseNpgsql(postgreSql => postgreSql.ExecutionStrategy(dependencies => new RetryingTestStrategy(dependencies))))
        .ConfigureDbContext<SqlServerAuthDbContext>(options => options
            .UseSqlServer(server => server.ExecutionStrategy(dependencies => new RetryingTestStrategy(dependencies))));

    /// <summary>Resets the counters, and sets the errors to raise once each.</summary>
    public void Arm(params IEnumerable<Fault> faults)
    {
        _faults.Clear();
        _faults.AddRange(faults);
        _changes.Clear();
        (Statements, Commits, Position) = (0, 0, null);
    }

    /// <summary>Counts the following statements of the caller as if they belonged to a request.</summary>
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
        if (IsVerification(command) && IsDue(FaultPoint.Verification, 0))
            Raise(FaultPoint.Verification, 0, command.CommandText);
        if (IsVerification(command) && IsDue(FaultPoint.EarlyVerification, 0))
        {
            _faults.Remove(new Fault(FaultPoint.EarlyVerification, 0));
            return ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(NotFound()));
        }

        return ValueTask.FromResult(result);
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (IsDue(FaultPoint.AfterStatement, Statements))
        {
            await result.DisposeAsync();
            Raise(FaultPoint.AfterStatement, Statements, command.CommandText);
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
            Raise(FaultPoint.AfterStatement, Statements, command.CommandText);
        return ValueTask.FromResult(result);
    }

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
        CancellationToken cancellationToken = default)
    {
        if (_isCounting.Value)
            Commits++;
        if (IsDue(FaultPoint.BeforeCommit, Commits))
            Raise(FaultPoint.BeforeCommit, Commits, "COMMIT");
        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (IsDue(FaultPoint.AfterCommit, Commits))
            Raise(FaultPoint.AfterCommit, Commits, "COMMIT");
        return Task.CompletedTask;
    }

    private void BeforeStatement(DbCommand command)
    {
        if (_isCounting.Value)
        {
            Statements++;
            if (!command.CommandText.StartsWith("SELECT", StringComparison.Ordinal))
                _changes.Add(Statements);
        }

        if (IsDue(FaultPoint.BeforeStatement, Statements))
            Raise(FaultPoint.BeforeStatement, Statements, command.CommandText);
    }

    private bool IsDue(FaultPoint point, int number) =>
        _isCounting.Value && _faults.Contains(new Fault(point, number));

    private static bool IsVerification(DbCommand command) =>
        command.CommandText.StartsWith("SELECT", StringComparison.Ordinal)
        && command.CommandText.Contains("transaction_markers", StringComparison.Ordinal);

    /// <summary>The result of a query for a row that does not exist.</summary>
    private static DataTableReader NotFound()
    {
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        table.Columns.Add("found", typeof(bool));
        table.Rows.Add(false);
        return table.CreateDataReader();
    }

    private void Raise(FaultPoint point, int number, string position)
    {
        _faults.Remove(new Fault(point, number));
        Position ??= position;
        throw new TransientTestException();
    }
}
