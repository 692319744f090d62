using Microsoft.Data.Sqlite;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>Derives the connection string of SQLite from the configured one.</summary>
internal static class SqliteConnectionStrings
{
    private const string Default = "Data Source=data/auth.db";

    /// <summary>
    /// Returns the connection string of the service, with the file's path resolved against the content root. It opens existing
    /// files only: an empty database in place of a deleted one would look like a service without users.
    /// </summary>
    public static string ForService(DatabaseOptions options, string contentRoot)
    {
        var connection = new SqliteConnectionStringBuilder(options.ConnectionString ?? Default)
        {
            DefaultTimeout = (int)SqliteWriterGate.Patience.TotalSeconds,
        };
        connection.DataSource = Path.Combine(contentRoot, connection.DataSource);
        if (connection.Mode is SqliteOpenMode.ReadWriteCreate)
            connection.Mode = SqliteOpenMode.ReadWrite;
        DataFolder.Create(Path.GetDirectoryName(connection.DataSource)!);
        return connection.ConnectionString;
    }
}
