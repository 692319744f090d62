using System.Data.Common;
using Auth.Application;
using Auth.Domain.Users;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SQLitePCL;

namespace Auth.Infrastructure.Persistence.Sqlite;

/// <summary>SQLite, the embedded default.</summary>
internal sealed class SqliteProvider(IOptions<DatabaseOptions> options, IHostEnvironment host, TimeProvider time) : IDatabaseEngine
{
    private const string DefaultConnectionString = "Data Source=data/auth.db";
    private const int ProbeTimeoutSeconds = 2;

    /// <summary>
    /// New rows change pages all over the keys. With a cache of 96 MiB and a longer WAL, a page is written once for many rows. After a
    /// power loss, the last transactions can be missing: the import is repeated. Commits of other connections are not affected.
    /// </summary>
    private const string ImportSettings = "PRAGMA cache_size=-98304; PRAGMA wal_autocheckpoint=65536; PRAGMA synchronous=NORMAL;";

    /// <summary>To build an index, SQLite sorts in memory of the size of the cache.</summary>
    private const string IndexSettings = "PRAGMA cache_size=-32768;";

    /// <summary>The number of bytes that a few writes need.</summary>
    private const int ProbeBytes = 256 * 1024;

    private readonly Lazy<SqliteConnectionStringBuilder> _connection =
        new(() => ForService(options.Value, host.ContentRootPath));

    public string? Validate(DatabaseOptions options)
    {
        _ = Parse(options);
        return null;
    }

    public void Configure(DbContextOptionsBuilder builder) => builder
        .UseSqlite(_connection.Value.ConnectionString)
        .AddInterceptors(new SqliteConnectionSettings(), new SqliteWrites(new SqliteWriterGate(options)));

    public IUserLookup CreateUserLookup(IServiceProvider services) =>
        new SqliteUserLookup(_connection.Value.ConnectionString, time);

    public async Task<IReadOnlyList<string>> MigrateAsync(AuthDbContext database, CancellationToken cancellationToken)
    {
        await using var migrationLock = await SqliteMigrationLock.AcquireAsync(database, time, cancellationToken);
        SqliteDatabaseFile.CreateIfMissing(database.Database.GetDbConnection().DataSource);
        await SqliteFileSettings.ApplyAsync(database, cancellationToken);
        await SqliteMigrationLock.RemoveLeftoverAsync(database, cancellationToken);
        await SqliteDeferredIndexes.RestoreAsync(database, cancellationToken);
        var pending = (await database.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        await database.Database.MigrateAsync(cancellationToken);
        return pending;
    }

    public async Task PrepareAsync(AuthDbContext database, CancellationToken cancellationToken)
    {
        await SqliteFileSettings.ApplyAsync(database, cancellationToken);
        await SqliteDeferredIndexes.RestoreAsync(database, cancellationToken);
    }

    public async Task PrepareImportAsync(AuthDbContext database, CancellationToken cancellationToken)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        await using var command = database.Database.GetDbConnection().CreateCommand();
        command.CommandText = ImportSettings;
        await command.ExecuteNonQueryAsync(cancellationToken);
        await SqliteDeferredIndexes.DeferAsync(database, cancellationToken);
    }

    public async Task CompleteImportAsync(AuthDbContext database, CancellationToken cancellationToken)
    {
        await database.Database.ExecuteSqlRawAsync(IndexSettings, cancellationToken);
        await SqliteDeferredIndexes.RestoreAsync(database, cancellationToken);

        // The long WAL would keep its size. A reader can prevent this, which does no harm.
        await database.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);
    }

    /// <summary>Disables pooling: a pooled connection would continue to read a deleted file.</summary>
    public DbConnection CreateProbeConnection() => new SqliteConnection(
        new SqliteConnectionStringBuilder(_connection.Value.ConnectionString)
        {
            Pooling = false,
            DefaultTimeout = ProbeTimeoutSeconds,
        }.ConnectionString);

    /// <summary>Writes and deletes a file beside the database, to detect a full or read-only disk.</summary>
    public async Task CheckDiskAsync(CancellationToken cancellationToken)
    {
        await using var file = new FileStream(
            Path.GetFullPath(_connection.Value.DataSource) + "-probe",
            FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await file.WriteAsync(new byte[ProbeBytes], cancellationToken);
    }

    public DatabaseFault Classify(Exception exception) =>
        exception.WithCauses().OfType<SqliteException>().FirstOrDefault()?.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => DatabaseFault.Busy,
            raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_FULL or raw.SQLITE_CANTOPEN => DatabaseFault.Unavailable,

            // The file was replaced or damaged while open.
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => DatabaseFault.Unavailable,
            _ => DatabaseFault.None,
        };

    private static SqliteConnectionStringBuilder Parse(DatabaseOptions options) =>
        new(options.ConnectionString ?? DefaultConnectionString);

    /// <summary>
    /// Returns the connection settings of the service, with the file's path resolved against the content root. They open existing
    /// files only: an empty database in place of a deleted one would look like a service without users.
    /// </summary>
    private static SqliteConnectionStringBuilder ForService(DatabaseOptions options, string contentRoot)
    {
        var connection = Parse(options);
        connection.DefaultTimeout = (int)SqliteWriterGate.Patience.TotalSeconds;
        connection.DataSource = Path.Combine(contentRoot, connection.DataSource);
        if (connection.Mode is SqliteOpenMode.ReadWriteCreate)
            connection.Mode = SqliteOpenMode.ReadWrite;
        DataFolder.Create(Path.GetDirectoryName(connection.DataSource)!);
        return connection;
    }
}
