using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>The file of a SQLite database.</summary>
internal static partial class SqliteDatabaseFile
{
    private const int HasMovedControl = 20; // SQLITE_FCNTL_HAS_MOVED
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates an empty file if none exists. SQLite treats it as an empty database.</summary>
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
    /// Restricts the file and its companion files to their owner. SQLite creates companion files with the mode of the file.
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
                // The file belongs to another account, which controls its permissions.
            }
        }
    }

    /// <summary>
    /// Whether the open file of the connection was deleted, moved or replaced. SQLite continues to read and write such a
    /// file.
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
