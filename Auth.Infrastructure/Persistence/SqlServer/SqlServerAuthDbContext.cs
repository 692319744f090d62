using System.Data.Common;
using Auth.Domain.Registration;
using Auth.Domain.Users;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Auth.Infrastructure.Persistence.SqlServer;

/// <summary>The database on SQL Server.</summary>
public sealed class SqlServerAuthDbContext(DbContextOptions<SqlServerAuthDbContext> options) : AuthDbContext(options)
{
    /// <summary>
    /// Compares code points. The default collation equates letters that <see cref="EmailAddress.Normalize"/> distinguishes.
    /// </summary>
    private const string BinaryCollation = "Latin1_General_BIN2";

    /// <summary>Cannot insert duplicate key row in object with unique index.</summary>
    private const int ViolatedIndex = 2601;

    /// <summary>Violation of a UNIQUE constraint.</summary>
    private const int ViolatedConstraint = 2627;

    /// <inheritdoc/>
    public override bool IsUniqueViolation(DbException exception) =>
        exception is SqlException { Number: ViolatedIndex or ViolatedConstraint };

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<User>().Property(user => user.NormalizedEmail).UseCollation(BinaryCollation);

        modelBuilder.Entity<Invitation>().Property(invitation => invitation.NormalizedEmail).UseCollation(BinaryCollation);

        // An update of the hash compares the old value, which must match exactly.
        modelBuilder.Entity<User>().Property(user => user.HashedPassword).UseCollation(BinaryCollation);
    }
}

/// <summary>Creates the context for <c>dotnet ef</c>, which generates migrations without a connection.</summary>
internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerAuthDbContext>
{
    public SqlServerAuthDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqlServerAuthDbContext>().UseSqlServer("Server=design-time").Options);
}
