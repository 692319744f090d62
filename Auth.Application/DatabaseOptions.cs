namespace Auth.Application;

/// <summary>Where users are kept: <c>Auth:Database</c>.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The database engine.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>The engine's own connection string; for SQLite <c>Data Source=data/auth.db</c> when not set.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>Whether the schema is brought up to date at start; when not set, in Development only.</summary>
    public bool? MigrateOnStart { get; set; }

    /// <summary>
    /// How many writes may wait for another one on SQLite, which has one writer at a time; a further one is answered with 503.
    /// </summary>
    public int MaxWaitingWriters { get; set; } = 500;
}
