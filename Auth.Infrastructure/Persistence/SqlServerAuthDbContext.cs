using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>The database on SQL Server.</summary>
public sealed class SqlServerAuthDbContext(DbContextOptions<SqlServerAuthDbContext> options) : AuthDbContext(options)
{
    /// <summary>
    /// Compares code points: the default collation equates letters that <see cref="EmailAddress.Normalize"/> tells apart.
    /// </summary>
    private const string BinaryCollation = "Latin1_General_BIN2";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<User>().Property(user => user.NormalizedEmail).UseCollation(BinaryCollation);

        // The hash is compared when it is replaced, and must be the very same.
        modelBuilder.Entity<User>().Property(user => user.HashedPassword).UseCollation(BinaryCollation);
    }
}
