using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Auth.Infrastructure.Persistence.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Moq;

namespace Auth.Tests.Integration.Persistence;

/// <summary>A SQLite database without tables in its own folder.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");

    public string Folder => _folder.FullName;

    public string ConnectionString => $"Data Source={Path.Combine(Folder, "auth.db")}";

    /// <summary>Returns the database services of one process.</summary>
    public ServiceProvider Services(bool migrateOnStart = false) => new ServiceCollection()
        .AddLogging()
        .AddPersistence()
        .AddSingleton(TimeProvider.System)
        .AddSingleton(Mock.Of<IHostEnvironment>(host => host.ContentRootPath == Folder))
        .AddSingleton(Options.Create(new DatabaseOptions
        {
            ConnectionString = ConnectionString,
            MigrateOnStart = migrateOnStart,
        }))
        .BuildServiceProvider();

    /// <summary>Applies the pending migrations.</summary>
    /// <returns>The names of the applied migrations.</returns>
    public async Task<IReadOnlyList<string>> MigrateAsync()
    {
        // A stale lock would block forever.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var services = Services();
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().MigrateAsync(patience.Token);
    }

    /// <summary>Runs an action on the user repository with the real services.</summary>
    public async Task<T> WithUsersAsync<T>(Func<IUserRepository, Task<T>> action)
    {
        await using var services = Services();
        await using var scope = services.CreateAsyncScope();
        return await action(scope.ServiceProvider.GetRequiredService<IUserRepository>());
    }

    /// <summary>Runs SQL on a separate connection, as another program would.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The SQL texts are constants of tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Returns the value of a pragma on a connection of the service.</summary>
    public async Task<string> PragmaAsync(string name)
    {
        await using var services = Services();
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<SqliteAuthDbContext>().Database;
        await database.OpenConnectionAsync();
        await using var command = database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The names are constants of tests.
        command.CommandText = $"PRAGMA {name}";
#pragma warning restore CA2100
        return (await command.ExecuteScalarAsync())!.ToString()!;
    }

    public void Dispose()
    {
        SqliteConnection.ClearPool(new SqliteConnection(ConnectionString));
        _folder.Delete(recursive: true);
    }
}
