using System.Diagnostics;
using System.Net;
using Auth.Application;
using Auth.Domain.Audit;
using Auth.Infrastructure.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Persistence;

/// <summary>The responses while another process holds SQLite's write lock.</summary>
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
    public async Task Writers_beyond_the_limit_are_refused_and_the_others_succeed_when_the_lock_is_released()
    {
        var otherProcess = await LockAsync();

        // Housekeeping may be one of the waiting writers.
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
    public async Task Reads_and_health_checks_are_not_blocked_by_waiting_writers()
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

        // Writers that block threads would delay the reads until the lock is released.
        Assert.That(stillWaiting, Is.GreaterThanOrEqualTo(MaxWaiting));
        Assert.That(elapsed, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task A_canceled_writer_does_not_block_the_next_one()
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
    public async Task Every_kind_of_write_waits_asynchronously_and_within_the_limit(string kind)
    {
        await using var otherProcess = await LockAsync();
        var scopes = Enumerable.Range(0, MaxWaiting + 2).Select(_ => _server.Services.CreateAsyncScope()).ToList();
        using var canceled = new CancellationTokenSource();

        // A write that blocks the thread would not return from this call before the lock is released.
        var writes = scopes.ConvertAll(scope =>
            WriteAsync(scope.ServiceProvider.GetRequiredService<AuthDbContext>(), kind, canceled.Token));

        Assert.That(() => writes[^1], Throws.Exception.Matches<Exception>(exception =>
            exception.WithCauses().Any(cause => cause is ServerBusyException)));

        // Housekeeping may be one of the waiting writers.
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
    public async Task A_finished_transaction_does_not_block_the_next_writer(string end)
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
    public async Task A_failed_write_does_not_block_the_next_one()
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

    /// <summary>Holds the write lock like another process: the service's write gate does not see this connection.</summary>
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
