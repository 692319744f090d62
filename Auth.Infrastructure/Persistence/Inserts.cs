using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>Stores rows that somebody else may store at the same moment.</summary>
internal static class Inserts
{
    /// <summary>Stores a new row, and forgets it.</summary>
    /// <returns>False, and nothing stored, when a unique index or a key holds its value already.</returns>
    public static async Task<bool> TryInsertAsync(
        this AuthDbContext database, object row, CancellationToken cancellationToken)
    {
        database.Add(row);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (UniqueViolation.IsCauseOf(exception))
        {
            return false;
        }
        finally
        {
            database.ChangeTracker.Clear();
        }
    }
}
