using System.Diagnostics;
using Auth.Infrastructure.Persistence;
using DotNet.Testcontainers.Configurations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Testcontainers.PostgreSql;

namespace Auth.Tests.Integration;

/// <summary>
/// The PostgreSQL server of the tests: the one of <c>AUTH_TEST_POSTGRESQL</c>, else a private server from the installed
/// binaries, else a container.
/// </summary>
internal static class PostgreSqlServer
{
    private const string Variable = "AUTH_TEST_POSTGRESQL";

    /// <summary>
    /// Runs a server until its standard input closes, which also happens when the tests are killed. A signal to the process group
    /// of the tests is ignored, because the server would outlive this script. The data need not survive a crash of the server, so
    /// it does not wait for the disk.
    /// </summary>
    private const string Script = """
        set -e
        trap '' HUP INT TERM
        "$1/initdb" --pgdata="$2/data" --username=auth --auth=trust --no-locale --encoding=UTF8 --no-sync >&2
        "$1/pg_ctl" --pgdata="$2/data" --log="$2/log" --wait --timeout=120 --options="-k $2 -c listen_addresses='' \
            -c max_connections=500 -c fsync=off -c full_page_writes=off -c max_wal_size=4GB" start >&2 </dev/null
        echo ready
        cat >/dev/null
        "$1/pg_ctl" --pgdata="$2/data" --mode=immediate stop >&2
        rm -rf "$2"
        """;

    private static readonly string? Given = Environment.GetEnvironmentVariable(Variable);
    private static readonly string? Binaries = FindBinaries();

    private static readonly Lazy<Task<Process>> Private = new(StartAsync);

    private static readonly Lazy<Task<PostgreSqlContainer>> Container = new(async () =>
    {
        var container = new PostgreSqlBuilder("postgres:17-alpine").WithCommand("-c", "max_connections=500").Build();
        await container.StartAsync();
        return container;
    });

    private static readonly Lazy<Task<string>> Template = new(CreateTemplateAsync);

    /// <summary>Why there is no PostgreSQL; null where there is one.</summary>
    public static string? WhyAbsent { get; } =
        !string.IsNullOrEmpty(Given) || Binaries is not null || TestcontainersSettings.OS.DockerEndpointAuthConfig is not null
            ? null
            : $"No PostgreSQL: {Variable} is not set, there is no initdb, and no Docker engine answers.";

    private static string Folder { get; } = Path.Combine(Path.GetTempPath(), $"auth-tests-pg-{Environment.ProcessId}");

    /// <summary>Returns the connection string of a database that does not exist yet.</summary>
    public static async Task<string> NewDatabaseAsync() => new NpgsqlConnectionStringBuilder(await ServerAsync())
    {
        Database = $"auth_test_{Guid.NewGuid():N}",

        // Tests run in parallel.
        MaxPoolSize = 20,
    }.ConnectionString;

    /// <summary>Creates a database as a copy of a migrated one.</summary>
    public static async Task<string> NewMigratedDatabaseAsync()
    {
        var template = await Template.Value;
        var created = await NewDatabaseAsync();
        await ExecuteAsync($"CREATE DATABASE {new NpgsqlConnectionStringBuilder(created).Database} TEMPLATE {template}");
        return created;
    }

    public static async Task StopAsync()
    {
        if (Private.IsValueCreated)
        {
            using var server = await Private.Value;
            server.StandardInput.Close();
            await server.WaitForExitAsync();
        }

        if (Container.IsValueCreated)
            await (await Container.Value).DisposeAsync();
    }

    private static async Task<string> ServerAsync()
    {
        if (!string.IsNullOrEmpty(Given))
            return Given;
        if (Binaries is null)
            return (await Container.Value).GetConnectionString();
        await Private.Value;
        return $"Host={Folder};Username=auth;Database=postgres";
    }

    private static string? FindBinaries() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        : null;

    private static async Task<Process> StartAsync()
    {
        // PostgreSQL refuses to run as root.
        string[] account = Environment.UserName == "root" ? ["runuser", "-u", "postgres", "--"] : [];
        string[] command = [.. account, "bash", "-c", Script, "bash", Binaries!, Folder];
        var server = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        var errors = server.StandardError.ReadToEndAsync();
        if (await server.StandardOutput.ReadLineAsync() is null)
            throw new InvalidOperationException($"PostgreSQL does not start: {await errors}");
        return server;
    }

    private static async Task<string> CreateTemplateAsync()
    {
        var template = new NpgsqlConnectionStringBuilder(await NewDatabaseAsync()) { Pooling = false };
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddPersistence()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(Options.Create(new DatabaseOptions
            {
                Provider = DatabaseProvider.PostgreSql,
                ConnectionString = template.ConnectionString,
            }))
            .BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseSchema>().MigrateAsync(default);
        return template.Database!;
    }

    /// <summary>Runs a statement as the administrator of the server.</summary>
    public static async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(await ServerAsync());
        await connection.OpenAsync();
#pragma warning disable CA2100 // The names are generated by the tests.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
