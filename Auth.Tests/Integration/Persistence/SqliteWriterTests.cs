using System.Diagnostics;
using System.Net;
using Auth.Application;
using Auth.Domain.Audit;
using Auth.Infrastructure.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Persistence;

/// <summary>What requests get while another process holds SQLite's write lock.</summary>
public sealed class SqliteWriterTests : IAsyncDisposable
{
    private const int MaxWaiting = 8;
    private const int Writers = 60;

    private AuthServer _server = null!;

    [SetUp]
    public async Task Start() => _server = await AuthServer.StartAsync(
        settings: new Dictionary<string, string> { ["Auth:Database:MaxWaitingWriters"] = $"{MaxWaiting}" });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Test]
    public async Task Writers_beyond_the_bound_are_refused_and_the_others_are_served_when_the_lock_is_free()
    {
        var otherProcess = await LockAsync();

        // The housekeeping may be one of those that wait.
        const int Refused = Writers - MaxWaiting - 2;
        var writes = Enumerable.Range(0, Writers).Select(_ => RegisterAsync()).ToList();
        while (writes.Count(write => write.IsCompleted) < Refused)
            await Task.WhenAny(writes.Where(write => !write.IsCompleted));
        await otherProcess.DisposeAsync();
        var answers = await Task.WhenAll(writes);

        Assert.Multiple(() =>
        {
            Assert.That(answers, Is.All.AnyOf("503 SERVER_BUSY 2", "201"));
            Assert.That(answers.Count(answer => answer != "201"), Is.GreaterThanOrEqualTo(Refused));
            Assert.That(answers.Count(answer => answer == "201"), Is.GreaterThanOrEqualTo(MaxWaiting - 1));
        });
    }

    [Test]
    public async Task Reads_and_health_checks_are_not_held_up_by_waiting_writers()
    {
        var user = await _server.CreateUserAsync();
        var token = await _server.TokenOfAsync(user);
        var otherProcess = await LockAsync();
        var writes = Enumerable.Range(0, Writers).Select(_ => RegisterAsync()).ToList();

        var watch = Stopwatch.StartNew();
        foreach (var path in new[] { "/health/live", "/health/ready", "/api/users/me" })
        {
            using var answer = await _server.SendAsync(HttpMethod.Get, path, token);
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }

        var elapsed = watch.Elapsed;
        var stillWaiting = writes.Count(write => !write.IsCompleted);
        await otherProcess.DisposeAsync();
        await Task.WhenAll(writes);

        // Blocked threads held them up for as long as the lock was held.
        Assert.That(stillWaiting, Is.GreaterThanOrEqualTo(MaxWaiting));
        Assert.That(elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task A_writer_that_gives_up_lets_the_next_one_pass()
    {
        var otherProcess = await LockAsync();
        using var canceled = new CancellationTokenSource();
        await using var scope = _server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var write = database.Users.Where(user => user.Email == "nobody").ExecuteDeleteAsync(canceled.Token);
        await canceled.CancelAsync();
        Assert.That(() => write, Throws.InstanceOf<OperationCanceledException>());
        await otherProcess.DisposeAsync();

        Assert.That(await RegisterAsync(), Is.EqualTo("201"));
    }

    [TestCase("delete")]
    [TestCase("save")]
    [TestCase("raw SQL")]
    [TestCase("transaction")]
    public async Task Every_kind_of_write_waits_without_a_thread_and_within_the_bound(string kind)
    {
        await using var otherProcess = await LockAsync();
        var scopes = Enumerable.Range(0, MaxWaiting + 2).Select(_ => _server.Services.CreateAsyncScope()).ToList();
        using var canceled = new CancellationTokenSource();

        // A write that waits on the thread would not return from this call before the lock is free.
        var writes = scopes.ConvertAll(scope =>
            WriteAsync(scope.ServiceProvider.GetRequiredService<AuthDbContext>(), kind, canceled.Token));

        Assert.That(() => writes[^1], Throws.Exception.Matches<Exception>(exception =>
            exception.WithCauses().Any(cause => cause is ServerBusyException)));

        // The housekeeping may be one of those that wait.
        Assert.That(writes.SkipLast(1).Count(write => write.IsCompleted), Is.LessThanOrEqualTo(1));
        await canceled.CancelAsync();
        Assert.That(() => writes[0], Throws.InstanceOf<OperationCanceledException>());
        await Task.WhenAll(writes).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var scope in scopes)
            await scope.DisposeAsync();
    }

    [TestCase("commit")]
    [TestCase("rollback")]
    [TestCase("dispose")]
    [TestCase("leave open")]
    public async Task However_a_transaction_ends_the_next_writer_passes(string end)
    {
        await using (var scope = _server.Services.CreateAsyncScope())
        {
            var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
            var transaction = await database.Database.BeginTransactionAsync();
            await database.Users.ExecuteUpdateAsync(set => set.SetProperty(user => user.IsActive, true));
            switch (end)
            {
                case "commit":
                    await transaction.CommitAsync();
                    break;
                case "rollback":
                    await transaction.RollbackAsync();
                    break;
                case "dispose":
                    await transaction.DisposeAsync();
                    break;
            }

            if (end != "leave open")
                Assert.That(await RegisterAsync(), Is.EqualTo("201"));
        }

        Assert.That(await RegisterAsync(), Is.EqualTo("201"));
    }

    [Test]
    public async Task A_write_that_fails_lets_the_next_one_pass()
    {
        await using var scope = _server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();

        Assert.That(() => database.Database.ExecuteSqlRawAsync("DELETE FROM no_such_table"), Throws.TypeOf<SqliteException>());

        Assert.That(await RegisterAsync(), Is.EqualTo("201"));
    }

    private static Task WriteAsync(AuthDbContext database, string kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case "delete":
                return database.Users.Where(user => user.Email == "nobody").ExecuteDeleteAsync(cancellationToken);
            case "save":
                database.Add(new AuditEvent { OccurredAt = DateTimeOffset.UnixEpoch, Name = "login_failed" });
                return database.SaveChangesAsync(cancellationToken);
            case "raw SQL":
                return database.Database.ExecuteSqlRawAsync("DELETE FROM leases", cancellationToken);
            default:
                return database.Database.BeginTransactionAsync(cancellationToken);
        }
    }

    /// <summary>Holds the write lock as another process would: the service's gate does not see this connection.</summary>
    private async Task<SqliteConnection> LockAsync()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_server.Folder, "auth.db")};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task<string> RegisterAsync()
    {
        using var answer = await _server.SendAsync(
            HttpMethod.Post, "/api/auth/register", json: new { email = AuthServer.NewEmail(), password = AuthServer.Password });
        return answer.StatusCode is HttpStatusCode.ServiceUnavailable
            ? $"503 {await answer.DetailAsync()} {answer.Headers.RetryAfter}"
            : $"{(int)answer.StatusCode}";
    }
}
