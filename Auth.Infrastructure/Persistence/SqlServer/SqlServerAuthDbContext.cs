using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence.SqlServer;

/// <summary>The database on SQL Server.</summary>
public sealed class SqlServerAuthDbContext(DbContextOptions<SqlServerAuthDbContext> options) : AuthDbContext(options)
{
    /// <summary>
    /// Compares code points. The default collation equates letters that <see cref="EmailAddress.Normalize"/> distinguishes.
    /// </summary>
    private const string BinaryCollation = "Latin1_General_BIN2";

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<User>().Property(user => user.NormalizedEmail).UseCollation(BinaryCollation);

        // An update of the hash compares the old value, which must match exactly.
        modelBuilder.Entity<User>().Property(user => user.HashedPassword).UseCollation(BinaryCollation);
    }
}
