using Auth.Application;
using Auth.Application.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Auth.Infrastructure.Persistence;

/// <summary>
/// Runs use cases in transactions, with the provider's execution strategy. Where the strategy retries, a marker row shows whether
/// a transaction whose acknowledgement was lost has committed, so that it does not run twice.
/// </summary>
internal sealed class UnitOfWork(AuthDbContext database, AccountEventPublisher events, TimeProvider time) : IUnitOfWork
{
    /// <summary>The number of times that work runs again because another change came first.</summary>
    private const int MaxConflicts = 50;

    public async Task<Result<T>> ExecuteAsync<T>(
        Func<CancellationToken, Task<Result<T>>> work, CancellationToken cancellationToken)
        where T : notnull
    {
        if (database.Database.CurrentTransaction is not null)
            return await work(cancellationToken);

        var strategy = database.Database.CreateExecutionStrategy();
        for (var conflicts = 0; ; conflicts++)
        {
            try
            {
                var result = await ExecuteAsync(strategy, work, cancellationToken);
                if (result.Error is null)
                    await events.CommitAsync();
                return result;
            }
            catch (DbUpdateException exception) when (conflicts < MaxConflicts && IsConflict(exception))
            {
                // Another change came first. The work looks at what it left, and decides again.
            }
            finally
            {
                events.Discard();
                database.ChangeTracker.Clear();
            }
        }
    }

    private async Task<Result<T>> ExecuteAsync<T>(
        IExecutionStrategy strategy, Func<CancellationToken, Task<Result<T>>> work, CancellationToken cancellationToken)
        where T : notnull
    {
        var attempt = new Attempt<T>(strategy.RetriesOnFailure ? TransactionMarker.Create(time.GetUtcNow()) : null);

        // The strategy itself is not cancelled: whether a commit succeeded is found out even if the client has disconnected.
        return await strategy.ExecuteAsync(
            attempt,
            async (_, _, _) => await TryAsync(attempt, work, cancellationToken),
            async (_, _, _) => new ExecutionResult<Result<T>>(
                attempt.Committing is not null && await IsCommittedAsync(attempt.Marker!), attempt.Committing ?? default),
            CancellationToken.None);
    }

    private async Task<Result<T>> TryAsync<T>(
        Attempt<T> attempt, Func<CancellationToken, Task<Result<T>>> work, CancellationToken cancellationToken)
        where T : notnull
    {
        database.ChangeTracker.Clear();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var isRetryOfCommit = attempt.Committing is not null;

        // The previous commit may have been under way when it was looked for: its marker has the same key, so this waits for it.
        if (isRetryOfCommit && !await database.TryInsertAsync(attempt.Marker!, CancellationToken.None, endsTransaction: true))
            return attempt.Committing!.Value;
        attempt.Committing = null;
        events.Discard();
        var result = await work(cancellationToken);
        if (result.Error is not null)
            return result;
        if (attempt.Marker is not null && !isRetryOfCommit)
            database.Add(attempt.Marker);
        await database.SaveChangesAsync(cancellationToken);
        attempt.Committing = result;

        // Not cancelled either: a driver could report a cancellation although the transaction has committed.
        await transaction.CommitAsync(CancellationToken.None);
        return result;
    }

    private Task<bool> IsCommittedAsync(TransactionMarker marker) =>
        database.Set<TransactionMarker>().AnyAsync(stored => stored.Id == marker.Id, CancellationToken.None);

    private bool IsConflict(DbUpdateException exception) =>
        exception is DbUpdateConcurrencyException || database.IsUniqueViolation(exception);

    /// <summary>The state that the attempts of one transaction share.</summary>
    private sealed class Attempt<T>(TransactionMarker? marker)
        where T : notnull
    {
        public TransactionMarker? Marker { get; } = marker;

        /// <summary>The result of the attempt whose commit was started, and may have succeeded.</summary>
        public Result<T>? Committing { get; set; }
    }
}
