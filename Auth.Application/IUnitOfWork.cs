namespace Auth.Application;

/// <summary>Runs several reads and writes as one change.</summary>
public interface IUnitOfWork
{
    /// <summary>
    /// Runs <paramref name="work"/> in a transaction. A result commits; an error or an exception rolls back. The work runs again
    /// from its start after a transient failure or a conflict with another change, so it must load what it decides on. Inside
    /// another unit of work, it becomes a part of that one.
    /// </summary>
    Task<Result<T>> ExecuteAsync<T>(Func<CancellationToken, Task<Result<T>>> work, CancellationToken cancellationToken)
        where T : notnull;
}

/// <summary>Units of work without a result.</summary>
public static class UnitOfWorkExtensions
{
    /// <summary>Runs <paramref name="work"/> in a transaction, which always commits unless it throws.</summary>
    public static Task ExecuteAsync(
        this IUnitOfWork unitOfWork, Func<CancellationToken, Task> work, CancellationToken cancellationToken) =>
        unitOfWork.ExecuteAsync<bool>(
            async token =>
            {
                await work(token);
                return true;
            },
            cancellationToken);
}
