using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>The database on SQLite.</summary>
public sealed class SqliteAuthDbContext(DbContextOptions<SqliteAuthDbContext> options) : AuthDbContext(options)
{
    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // Ids are text here. Auth writes capitals, fastapi-users small letters: imported rows must be found too.
        modelBuilder.Entity<User>().Property(user => user.Id).UseCollation("NOCASE");
    }
}
