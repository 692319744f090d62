using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>Runs several statements as one.</summary>
internal static class Transactions
{
    /// <summary>
    /// Runs <paramref name="work"/> in a transaction, anew when the connection was lost on the way, as SQL Server's execution
    /// strategy wants; what it tracked is forgotten.
    /// </summary>
    /// <param name="database">The database.</param>
    /// <param name="work">The statements; false takes them back.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored then.</param>
    public static Task<bool> InTransactionAsync(
        this AuthDbContext database, Func<Task<bool>> work, CancellationToken cancellationToken) =>
        database.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                try
                {
                    await using var transaction = await database.Database.BeginTransactionAsync(token);
                    var done = await work();
                    if (done)
                        await transaction.CommitAsync(token);
                    return done;
                }
                finally
                {
                    database.ChangeTracker.Clear();
                }
            },
            cancellationToken);
}
