namespace Auth.Application;

/// <summary>The supported database engines.</summary>
public enum DatabaseProvider
{
    /// <summary>SQLite, an embedded database for a single machine.</summary>
    Sqlite,

    /// <summary>Microsoft SQL Server 2019 or later, or Azure SQL.</summary>
    SqlServer,
}
