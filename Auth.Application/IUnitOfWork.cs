namespace Auth.Application;

/// <summary>Runs several reads and writes as one change.</summary>
public interface IUnitOfWork
{
    /// <summary>
    /// Runs <paramref name="work"/> in a transaction. A result commits the transaction; an error or an exception rolls it back.
    /// After a transient failure or a conflict with another change, the work runs again from the start, so it must load the data
    /// that it depends on. A nested unit of work joins the outer unit of work.
    /// </summary>
    Task<Result<T>> ExecuteAsync<T>(Func<CancellationToken, Task<Result<T>>> work, CancellationToken cancellationToken)
        where T : notnull;
}

/// <summary>Extension methods for units of work without a result.</summary>
public static class UnitOfWorkExtensions
{
    /// <summary>Runs <paramref name="work"/> in a transaction, and commits it unless an exception is thrown.</summary>
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
