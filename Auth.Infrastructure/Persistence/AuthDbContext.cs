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

    /// <summary>The sessions, including ended ones.</summary>
    public DbSet<Session> Sessions => Set<Session>();

    /// <summary>The refresh tokens, including used ones.</summary>
    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    /// <summary>The login budgets.</summary>
    public DbSet<LoginBudget> LoginBudgets => Set<LoginBudget>();

    /// <summary>The audit trail.</summary>
    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AuthDbContext).Assembly);
}
