namespace Auth.Application;

/// <summary>The database engines that Auth has migrations for.</summary>
public enum DatabaseProvider
{
    /// <summary>SQLite, embedded: one machine, nothing to install.</summary>
    Sqlite,

    /// <summary>Microsoft SQL Server 2019 or later, or Azure SQL.</summary>
    SqlServer,
}
