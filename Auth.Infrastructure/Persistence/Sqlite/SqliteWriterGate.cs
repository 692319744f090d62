using System.Data;
using System.Data.Common;
using Auth.Application;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>
/// Allows one connection of this process to write at a time. SQLite has a single writer, and Microsoft.Data.Sqlite blocks a
/// thread for each waiting connection. Writers that wait at the gate block no thread, and their number is bounded.
/// </summary>
#pragma warning disable CA1001 // A semaphore without a wait handle has nothing to dispose.
internal sealed class SqliteWriterGate(IOptions<DatabaseOptions> options)
#pragma warning restore CA1001
{
    /// <summary>The maximum time that a writer waits for other writers, in this process or another.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _free = new(1, 1);
    private DbConnection? _writer;
    private int _waiting;

    /// <summary>Waits until the connection may write. A connection that already holds the gate passes at once.</summary>
    /// <exception cref="ServerBusyException">Too many writers are waiting, or this one has waited too long.</exception>
    public async ValueTask EnterAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        // A previous transaction of the connection was disposed without a commit or rollback.
        if (ReferenceEquals(Volatile.Read(ref _writer), connection))
            return;
        if (!_free.Wait(0, cancellationToken))
            await WaitAsync(cancellationToken);
        try
        {
            await WaitForOtherProcessesAsync((SqliteConnection)connection, cancellationToken);
            connection.StateChange += ExitWhenClosed;
            Volatile.Write(ref _writer, connection);
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    /// <summary>Releases the gate if the connection holds it.</summary>
    public void Exit(DbConnection connection)
    {
        if (Interlocked.CompareExchange(ref _writer, null, connection) != connection)
            return;
        connection.StateChange -= ExitWhenClosed;
        _free.Release();
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > options.Value.MaxWaitingWriters)
                throw new ServerBusyException(RetryAfter, "Too many writers are waiting for SQLite.");
            if (!await _free.WaitAsync(Patience, cancellationToken))
                throw new ServerBusyException(RetryAfter, "Another writer of this process has held SQLite for too long.");
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>
    /// Waits for a writer of another process without blocking a thread. A process that starts to write between this check and
    /// the statement blocks the thread of that statement.
    /// </summary>
    private static async ValueTask WaitForOtherProcessesAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        for (var pause = FirstPause; !CanWrite(connection); pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (TimeProvider.System.GetElapsedTime(begun) >= Patience)
                throw new ServerBusyException(RetryAfter, "Another process has held SQLite for too long.");
            await Task.Delay(pause, cancellationToken);
        }
    }

    private static bool CanWrite(SqliteConnection connection)
    {
        raw.sqlite3_busy_timeout(connection.Handle, 0);
        try
        {
            // The statement itself reports any other failure.
            return raw.sqlite3_exec(connection.Handle, "BEGIN IMMEDIATE; ROLLBACK") != raw.SQLITE_BUSY;
        }
        finally
        {
            raw.sqlite3_busy_timeout(connection.Handle, (int)Patience.TotalMilliseconds);
        }
    }

    /// <summary>Releases the gate when the connection closes, which ends its transaction or statement.</summary>
    private void ExitWhenClosed(object sender, StateChangeEventArgs change)
    {
        if (change.CurrentState is ConnectionState.Closed)
            Exit((DbConnection)sender);
    }
}
