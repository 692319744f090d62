using Auth.Application;
using Auth.Infrastructure.Persistence;
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

    private Task LeaveLockAsync() =>
        _file.ExecuteAsync("""INSERT INTO "__EFMigrationsLock" VALUES (1, '2030-01-01 00:00:00.0000000+00:00')""");
}
