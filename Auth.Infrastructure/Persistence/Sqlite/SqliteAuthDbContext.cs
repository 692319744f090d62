using System.Data.Common;
using Auth.Domain.Credentials;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>The database on SQLite.</summary>
public sealed class SqliteAuthDbContext(DbContextOptions<SqliteAuthDbContext> options) : AuthDbContext(options)
{
    /// <summary>SQLITE_CONSTRAINT_UNIQUE.</summary>
    private const int ViolatedIndex = 2067;

    /// <summary>SQLITE_CONSTRAINT_PRIMARYKEY.</summary>
    private const int ViolatedKey = 1555;

    /// <inheritdoc/>
    public override bool IsUniqueViolation(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: ViolatedIndex or ViolatedKey };

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        // SQLite has no date type. Milliseconds since 1970 compare as numbers.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // IDs are stored as text. Auth writes uppercase, fastapi-users lowercase, and lookups must find imported rows too.
        modelBuilder.Entity<User>().Property(user => user.Id).UseCollation("NOCASE");
        modelBuilder.Entity<Session>().Property(session => session.UserId).UseCollation("NOCASE");
        modelBuilder.Entity<ExternalLogin>().Property(login => login.UserId).UseCollation("NOCASE");
    }

    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        time => time.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}

/// <summary>Creates the context for <c>dotnet ef</c>, which generates migrations without a connection.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteAuthDbContext>
{
    public SqliteAuthDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteAuthDbContext>().UseSqlite("Data Source=design-time.db").Options);
}
