using System.Data.Common;
using Auth.Domain.Audit;
using Auth.Domain.Sessions;
using Auth.Domain.Throttling;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>The database. Each engine has its own context and therefore its own migrations.</summary>
public abstract class AuthDbContext : DbContext
{
    /// <summary>Creates the context.</summary>
    protected AuthDbContext(DbContextOptions options)
        : base(options) =>
        // A failed save ends the transaction, so a savepoint before each save would be a wasted round trip.
        Database.AutoSavepointsEnabled = false;

    /// <summary>The users.</summary>
    public DbSet<User> Users => Set<User>();

    /// <summary>The states in which users were imported.</summary>
    public DbSet<ImportedUser> ImportedUsers => Set<ImportedUser>();

    /// <summary>The sessions, including ended ones.</summary>
    public DbSet<Session> Sessions => Set<Session>();

    /// <summary>The refresh tokens, including used ones.</summary>
    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    /// <summary>The login budgets.</summary>
    public DbSet<LoginBudget> LoginBudgets => Set<LoginBudget>();

    /// <summary>The audit trail.</summary>
    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

    /// <summary>Whether an error reports a violated unique index or key.</summary>
    public abstract bool IsUniqueViolation(DbException exception);

    /// <summary>Whether a save failed because of a violated unique index or key.</summary>
    public bool IsUniqueViolation(DbUpdateException exception) =>
        exception.InnerException is DbException error && IsUniqueViolation(error);

    /// <summary>Inserts a row that a concurrent request may insert too.</summary>
    /// <param name="row">The row. The context does not track it afterwards.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    /// <param name="endsTransaction">
    /// Whether the caller executes no further statement in the transaction after false. Otherwise a violation inside a
    /// unit of work is thrown and the work runs again, because some engines accept no further statement.
    /// </param>
    /// <returns>False if a unique index or key already contains the value.</returns>
    internal async Task<bool> TryInsertAsync(object row, CancellationToken cancellationToken, bool endsTransaction = false)
    {
        var entry = Add(row);
        try
        {
            await SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (
            (endsTransaction || Database.CurrentTransaction is null) && IsUniqueViolation(exception))
        {
            return false;
        }
        finally
        {
            entry.State = EntityState.Detached;
        }
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AuthDbContext).Assembly);
}
