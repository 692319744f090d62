using Auth.Application;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>Classifies the exceptions of SQLite by their primary result code.</summary>
internal sealed class SqliteFaults : IDatabaseFaults
{
    public DatabaseFault Classify(Exception exception) =>
        exception.WithCauses().OfType<SqliteException>().FirstOrDefault()?.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => DatabaseFault.Busy,
            raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN => DatabaseFault.Unavailable,

            // The file was replaced or damaged while open.
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => DatabaseFault.Unavailable,
            _ => DatabaseFault.None,
        };
}
