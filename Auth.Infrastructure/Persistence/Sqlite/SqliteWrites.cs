using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>Takes every transaction, and every write outside of one, through the <see cref="SqliteWriterGate"/>.</summary>
/// <remarks>Only asynchronous calls pass the gate. There are no others.</remarks>
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

    public ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default) =>
        EnterAsync(command, eventData, result, cancellationToken);

    public ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default) =>
        EnterAsync(command, eventData, result, cancellationToken);

    public ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result,
        CancellationToken cancellationToken = default) =>
        EnterAsync(command, eventData, result, cancellationToken);

    public ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Exit(command);
        return new(result);
    }

    public ValueTask<object?> ScalarExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, object? result, CancellationToken cancellationToken = default)
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

    private async ValueTask<InterceptionResult<T>> EnterAsync<T>(
        DbCommand command, CommandEventData eventData, InterceptionResult<T> result, CancellationToken cancellationToken)
    {
        if (command.Transaction is null && IsWrite(eventData.CommandSource))
            await gate.EnterAsync(command.Connection!, cancellationToken);
        return result;
    }

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

    private static bool IsWrite(CommandSource source) => source is CommandSource.SaveChanges
        or CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete or CommandSource.ExecuteSqlRaw;
}
