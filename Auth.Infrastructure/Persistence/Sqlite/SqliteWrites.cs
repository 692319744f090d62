using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>Passes every transaction, and every write outside of one, through the <see cref="SqliteWriterGate"/>.</summary>
/// <remarks>Covers asynchronous calls only. The code makes no synchronous calls.</remarks>
internal sealed class SqliteWrites(SqliteWriterGate gate) : IDbTransactionInterceptor, IDbCommandInterceptor
{
    public async ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
        DbConnection connection,
        TransactionStartingEventData eventData,
        InterceptionResult<DbTransaction> result,
        CancellationToken cancellationToken = default)
    {
        await gate.EnterAsync(connection, cancellationToken);
        return result;
    }

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        ExitAsync(eventData);

    public Task TransactionRolledBackAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        ExitAsync(eventData);

    /// <summary>Passes the gate for saves, which read generated values of their rows. Every other reader is a query.</summary>
    public async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default)
    {
        if (eventData.CommandSource is CommandSource.SaveChanges)
            await EnterAsync(command, cancellationToken);
        return result;
    }

    /// <summary>Passes the gate, because every command without a result writes. Migrations have their own lock.</summary>
    public async ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default)
    {
        if (eventData.CommandSource is not CommandSource.Migrations)
            await EnterAsync(command, cancellationToken);
        return result;
    }

    public ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Exit(command);
        return new(result);
    }

    public InterceptionResult DataReaderDisposing(
        DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        // A statement with RETURNING commits when its reader is closed.
        eventData.DataReader.Close();
        Exit(command);
        return result;
    }

    public Task CommandFailedAsync(
        DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Exit(command);
        return Task.CompletedTask;
    }

    public Task CommandCanceledAsync(
        DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Exit(command);
        return Task.CompletedTask;
    }

    private ValueTask EnterAsync(DbCommand command, CancellationToken cancellationToken) =>
        command.Transaction is null ? gate.EnterAsync(command.Connection!, cancellationToken) : default;

    private void Exit(DbCommand command)
    {
        if (command.Transaction is null)
            gate.Exit(command.Connection!);
    }

    private Task ExitAsync(TransactionEndEventData eventData)
    {
        gate.Exit(eventData.Context!.Database.GetDbConnection());
        return Task.CompletedTask;
    }
}
