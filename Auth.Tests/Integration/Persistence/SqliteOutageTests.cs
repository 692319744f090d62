using System.Data.Common;
using System.Diagnostics;
using System.Net;
using Auth.Infrastructure.Persistence;
using Auth.Infrastructure.Persistence.Sqlite;
using Auth.Tests.Integration.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Persistence;

/// <summary>The responses while the SQLite file is missing or the disk is full.</summary>
public sealed class SqliteOutageTests : IDisposable
{
    private readonly RecordedLogs _logs = new();
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(1_900_000_000));
    private readonly SmallDisk _disk = new();

    public void Dispose() => _logs.Dispose();

    [Test]
    public async Task Requests_are_answered_with_503_and_no_file_is_created_while_the_file_is_missing()
    {
        await using var server = await StartAsync();
        var token = await WarmUpAsync(server);
        foreach (var file in Directory.GetFiles(server.Folder, "auth.db*"))
            File.Delete(file);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var answers = await AskAsync(server, token);

        Assert.Multiple(() =>
        {
            Assert.That(answers, Is.EqualTo(
                new[] { "503 DATABASE_UNAVAILABLE 5", "503 DATABASE_UNAVAILABLE 5", "503 DATABASE_UNAVAILABLE 5", "503" }));
            Assert.That(File.Exists(Path.Combine(server.Folder, "auth.db")), Is.False);
        });
    }

    [Test]
    public async Task The_service_recovers_without_a_restart_when_the_file_is_restored()
    {
        await using var server = await StartAsync();
        var token = await WarmUpAsync(server);
        var path = Path.Combine(server.Folder, "auth.db");
        await using (var scope = server.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database
                .ExecuteSqlAsync($"VACUUM INTO {path + ".backup"}");
        }

        foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            File.Delete(file);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(server, token);
        File.Move(path + ".backup", path);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await AskAsync(server, token), Is.EqualTo(new[] { "200", "201", "200", "200" }));
    }

    [Test]
    public async Task A_replaced_file_is_used_within_a_second()
    {
        await using var server = await StartAsync();
        var token = await WarmUpAsync(server);
        var path = Path.Combine(server.Folder, "auth.db");
        await using (var scope = server.Services.CreateAsyncScope())
        {
            var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database;
            await database.ExecuteSqlAsync($"VACUUM INTO {path + ".backup"}");
        }

        foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            File.Delete(file);
        File.Move(path + ".backup", path);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await AskAsync(server, token), Is.EqualTo(new[] { "200", "201", "200", "200" }));
    }

    [Test]
    public async Task A_full_database_is_answered_with_503_and_logged_once_until_it_is_writable()
    {
        await using var server = await StartAsync(services =>
            services.ConfigureDbContext<SqliteAuthDbContext>(options => options.AddInterceptors(_disk)));
        var token = await WarmUpAsync(server);

        _disk.IsFull = true;
        var full = new List<string>();
        for (var write = 0; write < 40; write++)
            full.Add(await RegisterAsync(server));
        var ready = await StatusAsync(server, "/health/ready");
        var read = await StatusAsync(server, "/api/users/me", token);
        _disk.IsFull = false;
        _clock.Advance(TimeSpan.FromSeconds(1));
        var later = await StatusAsync(server, "/health/ready");

        Assert.Multiple(() =>
        {
            Assert.That(full[^1], Is.EqualTo("503 DATABASE_UNAVAILABLE 5"));
            Assert.That((ready, read, later), Is.EqualTo(("503", "200", "200")));
            Assert.That(_logs.Lines.Where(IsAboutDatabase), Is.EqualTo(new[]
            {
                "Error: Not ready: the database cannot be used: SQLite Error 13: 'database or disk is full'. ",
                "Information: Ready again: the database can be used ",
            }));
        });
    }

    [Test]
    public async Task A_full_disk_is_answered_with_503_until_space_is_available()
    {
        var folder = Directory.CreateTempSubdirectory("auth-tests-").FullName;
        if (!OperatingSystem.IsLinux() || !await RunAsync("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder))
            Assert.Ignore("requires the right to mount a small disk");
        try
        {
            await using var server = await StartAsync(
                settings: ("Auth:Database:ConnectionString", $"Data Source={Path.Combine(folder, "auth.db")}"));
            await WarmUpAsync(server);
            var ballast = Path.Combine(folder, "ballast");
            await FillAsync(ballast);

            var answer = "";
            for (var write = 0; write < 2000 && !answer.StartsWith("503", StringComparison.Ordinal); write++)
                answer = await RegisterAsync(server);
            var full = await StatusAsync(server, "/health/ready");
            _clock.Advance(TimeSpan.FromSeconds(1));
            var later = await StatusAsync(server, "/health/ready");
            File.Delete(ballast);
            _clock.Advance(TimeSpan.FromSeconds(1));
            var after = await StatusAsync(server, "/health/ready");

            Assert.That(
                (answer, full, later, after, await RegisterAsync(server)),
                Is.EqualTo(("503 DATABASE_UNAVAILABLE 5", "503", "503", "200", "201")));
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            await RunAsync("umount", "-l", folder);
            Directory.Delete(folder);
        }
    }

    private static bool IsAboutDatabase(string line) =>
        line.StartsWith("Error", StringComparison.Ordinal) || line.Contains("eady: ", StringComparison.Ordinal)
        || line.Contains("Ready again", StringComparison.Ordinal);

    private Task<AuthServer> StartAsync(
        Action<IServiceCollection>? change = null, params (string Name, string Value)[] settings) =>
        AuthServer.StartAsync(
            settings: settings.ToDictionary(setting => setting.Name, setting => setting.Value),
            services: services =>
            {
                services.AddSingleton<TimeProvider>(_clock).AddSingleton<ILoggerProvider>(_logs);
                change?.Invoke(services);
            });

    /// <summary>Makes the service open connections and prepare statements.</summary>
    private static async Task<string> WarmUpAsync(AuthServer server)
    {
        var token = await server.TokenOfAsync(await server.CreateUserAsync());
        Assert.That(await StatusAsync(server, "/api/users/me", token), Is.EqualTo("200"));
        Assert.That(await RegisterAsync(server), Is.EqualTo("201"));
        return token;
    }

    private static async Task<string[]> AskAsync(AuthServer server, string token) =>
    [
        await StatusAsync(server, "/api/users/me", token),
        await RegisterAsync(server),
        await StatusAsync(server, "/api/users/me", token),
        (await StatusAsync(server, "/health/ready"))[..3],
    ];

    private static async Task<string> RegisterAsync(AuthServer server)
    {
        using var answer = await server.SendAsync(
            HttpMethod.Post, "/api/auth/register", json: new { email = AuthServer.NewEmail(), password = AuthServer.Password });
        return await SummaryAsync(answer);
    }

    private static async Task<string> StatusAsync(AuthServer server, string path, string? token = null)
    {
        using var answer = await server.SendAsync(HttpMethod.Get, path, token);
        return path.StartsWith("/health", StringComparison.Ordinal) ? $"{(int)answer.StatusCode}" : await SummaryAsync(answer);
    }

    private static async Task<string> SummaryAsync(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.ServiceUnavailable
            ? $"503 {await answer.DetailAsync()} {answer.Headers.RetryAfter}"
            : $"{(int)answer.StatusCode}";

    private static async Task FillAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                await file.WriteAsync(new byte[4096]);
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    /// <summary>Simulates a full disk: the database cannot grow.</summary>
    private sealed class SmallDisk : DbConnectionInterceptor
    {
        public bool IsFull { get; set; }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            await using var command = connection.CreateCommand();

            // SQLite raises a limit below the file size to the file size.
            command.CommandText = IsFull ? "PRAGMA max_page_count=1" : "PRAGMA max_page_count=1000000";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
