using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>Inserts rows that a concurrent request may insert too.</summary>
internal static class Inserts
{
    /// <summary>
    /// Inserts a row. Inside a unit of work, a violated unique index or key is thrown and the work runs again, because some
    /// engines accept no further statement in that transaction.
    /// </summary>
    /// <returns>False if a unique index or key already contains the value.</returns>
    public static async Task<bool> TryInsertAsync(
        this AuthDbContext database, object row, CancellationToken cancellationToken)
    {
        var entry = database.Add(row);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (
            database.Database.CurrentTransaction is null && UniqueViolation.IsCauseOf(exception))
        {
            return false;
        }
        finally
        {
            entry.State = EntityState.Detached;
        }
    }
}
