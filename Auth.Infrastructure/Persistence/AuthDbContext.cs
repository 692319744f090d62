using Auth.Domain.Audit;
using Auth.Domain.Sessions;
using Auth.Domain.Throttling;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>The database. Each engine has a context of its own, so that each has migrations of its own.</summary>
public abstract class AuthDbContext : DbContext
{
    /// <summary>Creates the context.</summary>
    protected AuthDbContext(DbContextOptions options)
        : base(options) =>
        // A failed save ends the transaction, so that a savepoint before each one would only cost a round trip.
        Database.AutoSavepointsEnabled = false;

    /// <summary>The users.</summary>
    public DbSet<User> Users => Set<User>();

    /// <summary>The sessions, ended ones too.</summary>
    public DbSet<Session> Sessions => Set<Session>();

    /// <summary>The refresh tokens, used ones too.</summary>
    public DbSet<RefreshToken> RefreshTokens => Set<RefreshToken>();

    /// <summary>The budgets of logins.</summary>
    public DbSet<LoginBudget> LoginBudgets => Set<LoginBudget>();

    /// <summary>The audit trail.</summary>
    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(AuthDbContext).Assembly);
}
