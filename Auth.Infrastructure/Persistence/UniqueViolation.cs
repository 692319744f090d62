using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>Detects writes that violate a unique index or a key.</summary>
internal static class UniqueViolation
{
    /// <summary>SQLITE_CONSTRAINT_UNIQUE.</summary>
    private const int SqliteIndex = 2067;

    /// <summary>SQLITE_CONSTRAINT_PRIMARYKEY.</summary>
    private const int SqliteKey = 1555;

    /// <summary>Cannot insert duplicate key row in object with unique index.</summary>
    private const int SqlServerIndex = 2601;

    /// <summary>Violation of a UNIQUE constraint.</summary>
    private const int SqlServerConstraint = 2627;

    public static bool IsCauseOf(DbUpdateException exception) => exception.InnerException switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteIndex or SqliteKey,
        SqlException sqlServer => sqlServer.Number is SqlServerIndex or SqlServerConstraint,
        _ => false,
    };
}
