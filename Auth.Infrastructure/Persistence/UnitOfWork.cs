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
        Result<T> result = default;
        TransactionMarker? marker = null;
        return await strategy.ExecuteAsync(
            0,
            async (_, _, token) =>
            {
                marker = strategy.RetriesOnFailure ? TransactionMarker.Create(time.GetUtcNow()) : null;
                return result = await AttemptAsync(work, marker, token);
            },
            async (_, _, token) => new ExecutionResult<Result<T>>(
                marker is not null && await IsCommittedAsync(marker, token), result),
            cancellationToken);
    }

    private async Task<Result<T>> AttemptAsync<T>(
        Func<CancellationToken, Task<Result<T>>> work, TransactionMarker? marker, CancellationToken cancellationToken)
        where T : notnull
    {
        events.Discard();
        database.ChangeTracker.Clear();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var result = await work(cancellationToken);
        if (result.Error is not null)
            return result;
        if (marker is not null)
            database.Add(marker);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return result;
    }

    private async Task<bool> IsCommittedAsync(TransactionMarker marker, CancellationToken cancellationToken) =>
        await database.Set<TransactionMarker>().AnyAsync(stored => stored.Id == marker.Id, cancellationToken);

    private static bool IsConflict(DbUpdateException exception) =>
        exception is DbUpdateConcurrencyException || UniqueViolation.IsCauseOf(exception);
}
