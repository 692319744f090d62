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
    public async Task Of_several_that_migrate_an_empty_file_at_once_one_does_the_work()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(_file.MigrateAsync)));

        Assert.That(applied.Count(migrations => migrations.Count > 0), Is.EqualTo(1));
    }

    [Test]
    public async Task A_lock_that_a_killed_process_left_does_not_block_an_empty_file()
    {
        await _file.ExecuteAsync(
            """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL)""");
        await LeaveLockAsync();

        Assert.That(await _file.MigrateAsync(), Is.Not.Empty);
    }

    [Test]
    public async Task A_lock_that_a_killed_process_left_does_not_block_a_migrated_file()
    {
        await _file.MigrateAsync();
        await LeaveLockAsync();

        Assert.That(await _file.MigrateAsync(), Is.Empty);
    }

    [TestCase("synchronous", "2", TestName = "{m}: a commit is on the disk")]
    [TestCase("journal_mode", "wal")]
    [TestCase("foreign_keys", "1")]
    public async Task A_connection_is_set_up(string pragma, string value)
    {
        await _file.MigrateAsync();

        Assert.That(await _file.PragmaAsync(pragma), Is.EqualTo(value));
    }

    [Test]
    public async Task An_empty_file_is_refused_with_the_command_that_helps()
    {
        await using var services = _file.Services(migrateOnStart: false);
        await using var scope = services.CreateAsyncScope();

        Assert.That(
            () => scope.ServiceProvider.GetRequiredService<DatabaseSchema>().PrepareAsync(default),
            Throws.TypeOf<StartupException>().With.Message.Contains("dotnet Auth.Api.dll migrate"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_migrated_file_is_good_to_start_on(bool migrateOnStart)
    {
        await _file.MigrateAsync();
        await using var services = _file.Services(migrateOnStart);
        await using var scope = services.CreateAsyncScope();

        Assert.That(() => scope.ServiceProvider.GetRequiredService<DatabaseSchema>().PrepareAsync(default), Throws.Nothing);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_file_that_was_restored_without_WAL_gets_it_back(bool migrateOnStart)
    {
        await _file.MigrateAsync();

        // The mode changes only on the sole connection.
        SqliteConnection.ClearAllPools();
        await _file.ExecuteAsync("PRAGMA journal_mode=DELETE");

        await PrepareAsync(migrateOnStart);

        Assert.That(await _file.PragmaAsync("journal_mode"), Is.EqualTo("wal"));
    }

    [Test]
    public async Task A_file_that_cannot_have_WAL_is_refused()
    {
        // A database in memory has no WAL.
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
    public async Task The_file_and_its_companions_are_for_their_owner_alone(bool migrateOnStart)
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
    public async Task A_new_file_is_for_its_owner_alone()
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
