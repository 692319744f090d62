using Auth.Application.Users.Import;
using Auth.Infrastructure.Persistence;
using Auth.Infrastructure.Persistence.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Persistence;

/// <summary>Indexes that an import into an empty database builds at its end.</summary>
public sealed class SqliteDeferredIndexTests
{
    private readonly SqliteFile _file = new();

    [TearDown]
    public void Delete() => _file.Dispose();

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_next_start_restores_the_indexes_of_a_killed_import(bool migrateOnStart)
    {
        await _file.MigrateAsync();
        var before = await IndexesAsync();
        await ImportStoreAsync(store => store.PrepareAsync(default));
        var during = await IndexesAsync();
        await using var services = _file.Services(migrateOnStart);
        await using var scope = services.CreateAsyncScope();

        await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().PrepareAsync(default);

        Assert.That(before.Except(during).Count(), Is.EqualTo(7));
        Assert.That(during, Does.Contain("ix_users_normalized_email").And.Contain("ix_users_legacy_id"));
        Assert.That(await IndexesAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task Two_imports_restore_the_indexes_once()
    {
        await _file.MigrateAsync();
        var before = await IndexesAsync();
        await ImportStoreAsync(store => store.PrepareAsync(default));
        await ImportStoreAsync(store => store.PrepareAsync(default));

        await Task.WhenAll(ImportStoreAsync(store => store.CompleteAsync(default)), ImportStoreAsync(store => store.CompleteAsync(default)));

        Assert.That(await IndexesAsync(), Is.EqualTo(before));
    }

    [Test]
    public async Task The_indexes_remain_if_there_are_users()
    {
        await _file.MigrateAsync();
        await _file.ExecuteAsync("INSERT INTO users (id, email, normalized_email, hashed_password, is_active, is_superuser, is_verified) VALUES ('A', 'a', 'A', '!', 1, 0, 0)");
        var before = await IndexesAsync();

        await ImportStoreAsync(store => store.PrepareAsync(default));

        Assert.That(await IndexesAsync(), Is.EqualTo(before));
    }

    private async Task ImportStoreAsync(Func<IImportStore, Task> action)
    {
        await using var services = _file.Services();
        await using var scope = services.CreateAsyncScope();
        await action(new ImportStore(
            scope.ServiceProvider.GetRequiredService<AuthDbContext>(), scope.ServiceProvider.GetRequiredService<IDatabaseEngine>()));
    }

    private async Task<List<string>> IndexesAsync()
    {
        await using var services = _file.Services();
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<SqliteAuthDbContext>().Database
            .SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE name LIKE 'ix%' OR name LIKE 'deferred%' ORDER BY name").ToListAsync();
    }
}
