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

/// <summary>A SQLite database without tables, in a folder of its own.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");

    public string Folder => _folder.FullName;

    public string ConnectionString => $"Data Source={Path.Combine(Folder, "auth.db")}";

    /// <summary>The services of the database alone, as one process has them.</summary>
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

    /// <summary>Brings the tables up to date.</summary>
    /// <returns>The names of the migrations that were missing.</returns>
    public async Task<IReadOnlyList<string>> MigrateAsync()
    {
        // An old lock would be waited for without end.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var services = Services();
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().MigrateAsync(patience.Token);
    }

    /// <summary>Does something with the users, as the program itself would.</summary>
    public async Task<T> WithUsersAsync<T>(Func<IUserRepository, Task<T>> action)
    {
        await using var services = Services();
        await using var scope = services.CreateAsyncScope();
        return await action(scope.ServiceProvider.GetRequiredService<IUserRepository>());
    }

    /// <summary>Runs SQL, as another program would.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Each text is a test's own.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>What a pragma answers on a connection of the program's.</summary>
    public async Task<string> PragmaAsync(string name)
    {
        await using var services = Services();
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<SqliteAuthDbContext>().Database;
        await database.OpenConnectionAsync();
        await using var command = database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Each name is a test's own.
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
