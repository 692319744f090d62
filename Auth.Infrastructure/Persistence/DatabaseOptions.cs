using System.ComponentModel.DataAnnotations;

namespace Auth.Infrastructure.Persistence;

/// <summary>The database: <c>Auth:Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The database engine.</summary>
    [EnumDataType(typeof(DatabaseProvider), ErrorMessage = "{0} must be Sqlite, PostgreSql or SqlServer.")]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>The connection string of the engine. The default for SQLite is <c>Data Source=data/auth.db</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether to migrate the schema at startup. The default is true in Development and false elsewhere.</summary>
    public bool? MigrateOnStart { get; set; }

    /// <summary>
    /// The table in this database in which fastapi-users stored access tokens: <c>accesstoken</c>. Backends with the strategy
    /// <c>Database</c> accept its tokens, until they expire or the password changes.
    /// </summary>
    public string? PlainTokenTable { get; set; }

    /// <summary>
    /// The maximum number of waiting writes on SQLite, which permits one writer at a time. Further writes fail with 503.
    /// </summary>
    [Range(1, 100_000)] public int MaxWaitingWriters { get; set; } = 500;
}

/// <summary>The supported database engines.</summary>
public enum DatabaseProvider
{
    /// <summary>SQLite, an embedded database for a single machine.</summary>
    Sqlite,

    /// <summary>Microsoft SQL Server 2019 or later, or Azure SQL.</summary>
    SqlServer,

    /// <summary>PostgreSQL 13 or later.</summary>
    PostgreSql,
}
