using System.Data.Common;
using Auth.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace Auth.Infrastructure.Persistence.PostgreSql;

/// <summary>The database on PostgreSQL.</summary>
public sealed class PostgreSqlAuthDbContext(DbContextOptions<PostgreSqlAuthDbContext> options) : AuthDbContext(options)
{
    /// <summary>Compares the bytes of UTF-8, and therefore code points, whatever the collation of the database is.</summary>
    private const string BinaryCollation = "C";

    /// <inheritdoc/>
    public override bool IsUniqueViolation(DbException exception) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<string>().UseCollation(BinaryCollation);

        // Npgsql accepts no other offset. A time is stored in microseconds, and parameters are truncated alike.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UniversalTime>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<User>().Property(user => user.Name).HasConversion<EscapedText>();
    }

    private sealed class UniversalTime() : ValueConverter<DateTimeOffset, DateTimeOffset>(
        time => time.ToUniversalTime(), stored => stored);
}

/// <summary>Creates the context for <c>dotnet ef</c>, which generates migrations without a connection.</summary>
internal sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlAuthDbContext>
{
    public PostgreSqlAuthDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgreSqlAuthDbContext>().UseNpgsql("Host=design-time").Options);
}
