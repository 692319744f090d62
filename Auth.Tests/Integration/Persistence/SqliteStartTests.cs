using System.Runtime.Versioning;
using Auth.Application;
using Auth.Infrastructure.Persistence;
using Auth.Infrastructure.Persistence.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Persistence;

public sealed class SqliteStartTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Test]
    public async Task One_of_several_simultaneous_migrations_of_an_empty_file_applies_them()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(_file.MigrateAsync)));

        Assert.That(applied.Count(migrations => migrations.Count > 0), Is.EqualTo(1));
    }

    [Test]
    public async Task A_stale_lock_does_not_block_the_migration_of_an_empty_file()
    {
        await _file.ExecuteAsync(
            """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL)""");
        await LeaveLockAsync();

        Assert.That(await _file.MigrateAsync(), Is.Not.Empty);
    }

    [Test]
    public async Task A_stale_lock_does_not_block_the_migration_of_a_migrated_file()
    {
        await _file.MigrateAsync();
        await LeaveLockAsync();

        Assert.That(await _file.MigrateAsync(), Is.Empty);
    }

    [TestCase("synchronous", "2", TestName = "{m}: a commit is on the disk")]
    [TestCase("journal_mode", "wal")]
    [TestCase("foreign_keys", "1")]
    public async Task A_connection_has_the_required_pragma_value(string pragma, string value)
    {
        await _file.MigrateAsync();

        Assert.That(await _file.PragmaAsync(pragma), Is.EqualTo(value));
    }

    [Test]
    public async Task An_empty_file_is_refused_with_the_command_to_migrate_it()
    {
        await using var services = _file.Services(migrateOnStart: false);
        await using var scope = services.CreateAsyncScope();

        Assert.That(
            () => scope.ServiceProvider.GetRequiredService<DatabaseSchema>().PrepareAsync(default),
            Throws.TypeOf<StartupException>().With.Message.Contains("dotnet Auth.Api.dll migrate"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_migrated_file_is_accepted_at_start(bool migrateOnStart)
    {
        await _file.MigrateAsync();
        await using var services = _file.Services(migrateOnStart);
        await using var scope = services.CreateAsyncScope();

        Assert.That(() => scope.ServiceProvider.GetRequiredService<DatabaseSchema>().PrepareAsync(default), Throws.Nothing);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_file_restored_without_WAL_is_switched_to_WAL(bool migrateOnStart)
    {
        await _file.MigrateAsync();

        // The mode can change only while there is a single connection.
        SqliteConnection.ClearAllPools();
        await _file.ExecuteAsync("PRAGMA journal_mode=DELETE");

        await PrepareAsync(migrateOnStart);

        Assert.That(await _file.PragmaAsync("journal_mode"), Is.EqualTo("wal"));
    }

    [Test]
    public async Task A_database_that_does_not_support_WAL_is_refused()
    {
        // An in-memory database does not support WAL.
        await using var services = _file.Services();
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<SqliteAuthDbContext>();
        database.Database.SetConnectionString("Data Source=:memory:");

        Assert.That(() => SqliteFileSettings.ApplyAsync(database, default), Throws.TypeOf<StartupException>());
    }

    [TestCase(false)]
    [TestCase(true)]
    [Platform(Exclude = "Win", Reason = "Windows has no file modes.")]
    [UnsupportedOSPlatform("windows")]
    public async Task The_database_files_are_readable_by_their_owner_only(bool migrateOnStart)
    {
        await _file.MigrateAsync();
        await using var open = new SqliteConnection(_file.ConnectionString);
        await open.OpenAsync();
        await _file.ExecuteAsync("CREATE TABLE other (id INTEGER)");
        var path = Path.Combine(_file.Folder, "auth.db");
        string[] files = [path, path + "-wal", path + "-shm"];
        foreach (var file in files)
            File.SetUnixFileMode(file, (UnixFileMode)0b110_100_100);

        await PrepareAsync(migrateOnStart);

        Assert.That(files.Select(File.GetUnixFileMode), Is.All.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no file modes.")]
    [UnsupportedOSPlatform("windows")]
    public async Task A_new_file_is_readable_by_its_owner_only()
    {
        await _file.MigrateAsync();

        Assert.That(
            File.GetUnixFileMode(Path.Combine(_file.Folder, "auth.db")), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private async Task PrepareAsync(bool migrateOnStart)
    {
        await using var services = _file.Services(migrateOnStart);
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().PrepareAsync(default);
    }

    private Task LeaveLockAsync() =>
        _file.ExecuteAsync("""INSERT INTO "__EFMigrationsLock" VALUES (1, '2030-01-01 00:00:00.0000000+00:00')""");
}
