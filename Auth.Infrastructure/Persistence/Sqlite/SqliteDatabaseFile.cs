using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>The file of a SQLite database.</summary>
internal static partial class SqliteDatabaseFile
{
    private const int HasMovedControl = 20; // SQLITE_FCNTL_HAS_MOVED
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates an empty file where there is none. SQLite reads it as an empty database.</summary>
    public static void CreateIfMissing(string path)
    {
        if (File.Exists(path))
            return;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(path, options);
    }

    /// <summary>
    /// Makes the file and its companions readable by their owner alone. SQLite gives new companions the mode of the file.
    /// </summary>
    public static void RestrictToOwner(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        foreach (var file in new[] { path, path + "-wal", path + "-shm" }.Where(File.Exists))
        {
            try
            {
                File.SetUnixFileMode(file, OwnerOnly);
            }
            catch (UnauthorizedAccessException)
            {
                // The file belongs to another account, which decides who else may read it.
            }
        }
    }

    /// <summary>
    /// Whether the file that the connection has open is no longer the one at its path: deleted, moved or replaced. SQLite goes
    /// on reading and writing such a file.
    /// </summary>
    public static bool HasMoved(SqliteConnection connection)
    {
        var hasMoved = 0;
        var result = FileControl(connection.Handle!, 0, HasMovedControl, ref hasMoved);
        return result == raw.SQLITE_OK && hasMoved != 0;
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int FileControl(sqlite3 database, nint mainDatabase, int operation, ref int argument);
}
