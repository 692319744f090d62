using Auth.Application.Backends.Opaque;
using Auth.Domain.Audit;
using Auth.Domain.Registration;
using Auth.Domain.Sessions;
using Auth.Domain.Throttling;
using Auth.Domain.Users;
using Auth.Infrastructure.Housekeeping;
using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Throttling;

[OnEachDatabase]
public sealed class HousekeepingTests(DatabaseEngine engine)
{
    private readonly FakeTimeProvider _clock = new();

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Test]
    public async Task Sessions_and_their_refresh_tokens_are_deleted_a_week_after_their_end()
    {
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();
        await OpenAsync(server, user, expiresInDays: -8);
        await OpenAsync(server, user, expiresInDays: 30, endedInDays: -8);
        Guid[] kept =
        [
            await OpenAsync(server, user, expiresInDays: -6),
            await OpenAsync(server, user, expiresInDays: 30, endedInDays: -6),
            await OpenAsync(server, user, expiresInDays: 30),
        ];

        await RunAsync(server, Guid.NewGuid());

        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        Assert.Multiple(async () =>
        {
            Assert.That(await database.Sessions.Select(session => session.Id).ToListAsync(), Is.EquivalentTo(kept));
            Assert.That(await database.RefreshTokens.Select(token => token.SessionId).ToListAsync(), Is.EquivalentTo(kept));
        });
    }

    [Test]
    public async Task Login_failures_are_deleted_when_they_expire()
    {
        await using var server = await StartAsync();
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        database.AddRange(Budget(1, Now), Budget(2, Now.AddSeconds(1)));
        await database.SaveChangesAsync();

        await RunAsync(server, Guid.NewGuid());

        Assert.That((await database.LoginBudgets.AsNoTracking().SingleAsync()).Account[0], Is.EqualTo(2));
    }

    [Test]
    public async Task Audit_events_are_deleted_after_the_configured_number_of_days()
    {
        await using var server = await StartAsync(("Auth:Audit:KeepDays", "30"));
        await using var scope = server.Services.CreateAsyncScope();
        var trail = scope.ServiceProvider.GetRequiredService<IAuditRepository>();
        trail.Add(Event(Now.AddDays(-30)));
        trail.Add(Event(Now.AddDays(-30).AddSeconds(1)));
        await scope.ServiceProvider.GetRequiredService<AuthDbContext>().SaveChangesAsync();

        await RunAsync(server, Guid.NewGuid());

        var kept = await trail.ListAsync(new AuditFilter(null, null), before: null, limit: 10, default);
        Assert.That(kept.Select(happened => happened.OccurredAt), Is.EqualTo(new[] { Now.AddDays(-30).AddSeconds(1) }));
    }

    [Test]
    public async Task Several_batches_are_deleted_in_one_run()
    {
        const int Count = Housekeeper.BatchSize * 2 + 1;
        await using var server = await StartAsync();
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        database.AddRange(Enumerable.Range(0, Count).Select(index => Budget(index, Now.AddSeconds(-index))));
        await database.SaveChangesAsync();

        var run = RunAsync(server, Guid.NewGuid());
        while (!run.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(10);
        }

        Assert.That(await run, Is.EqualTo(Count));
    }

    [Test]
    public async Task The_refresh_tokens_of_a_session_are_deleted_in_batches()
    {
        const int Tokens = 20_000;
        var rows = new RowsPerStatement();
        await using var server = await StartAsync(rows);
        var session = await OpenAsync(server, await server.CreateUserAsync(), expiresInDays: -8);
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        database.AddRange(Enumerable.Range(0, Tokens - 1).Select(_ =>
            RefreshToken.Issue(OpaqueToken.Hash(OpaqueToken.Create()), session)));
        await database.SaveChangesAsync();

        var run = RunAsync(server, Guid.NewGuid());
        while (!run.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }

        await run;
        Assert.Multiple(() =>
        {
            Assert.That(rows.Deletions.Select(deletion => deletion.Rows), Is.All.LessThanOrEqualTo(Housekeeper.BatchSize));
            Assert.That(
                rows.Deletions.Where(deletion => deletion.Sql.Contains("refresh_tokens", StringComparison.Ordinal))
                    .Sum(deletion => deletion.Rows),
                Is.EqualTo(Tokens));
        });
    }

    [Test]
    public async Task Sessions_with_the_same_end_are_deleted_in_batches()
    {
        const int Sessions = Housekeeper.BatchSize * 2 + 1;
        var rows = new RowsPerStatement();
        await using var server = await StartAsync(rows);
        var user = await server.CreateUserAsync();
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        database.AddRange(Enumerable.Range(0, Sessions).Select(_ =>
            Session.Open(user.Id, null, null, Now.AddDays(-60), Now.AddDays(-8))));
        await database.SaveChangesAsync();

        var run = RunAsync(server, Guid.NewGuid());
        while (!run.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }

        Assert.That((await run, rows.Deletions.Max(deletion => deletion.Rows)), Is.EqualTo((Sessions, Housekeeper.BatchSize)));
    }

    [Test]
    public async Task An_instance_without_the_lease_deletes_nothing()
    {
        await using var server = await StartAsync();
        await RunAsync(server, Guid.NewGuid());
        await OpenAsync(server, await server.CreateUserAsync(), expiresInDays: -8);

        Assert.That(await RunAsync(server, Guid.NewGuid()), Is.Zero);
    }

    [Test]
    public async Task Another_instance_takes_over_when_the_lease_expires()
    {
        await using var server = await StartAsync();
        await RunAsync(server, Guid.NewGuid());
        await OpenAsync(server, await server.CreateUserAsync(), expiresInDays: -8);
        _clock.Advance(TimeSpan.FromMinutes(10));

        Assert.That(await RunAsync(server, Guid.NewGuid()), Is.EqualTo(1));
    }

    [Test]
    public async Task A_lease_taken_before_the_clock_was_set_back_does_not_block_other_instances()
    {
        await using var server = await StartAsync();
        await RunAsync(server, Guid.NewGuid());
        _clock.AdjustTime(Now - TimeSpan.FromDays(3));
        await OpenAsync(server, await server.CreateUserAsync(), expiresInDays: -8);

        Assert.That(await RunAsync(server, Guid.NewGuid()), Is.EqualTo(1));
    }

    [Test]
    public async Task An_instance_whose_clock_is_two_seconds_behind_respects_a_lease()
    {
        await using var server = await StartAsync();
        await RunAsync(server, Guid.NewGuid());
        _clock.AdjustTime(Now - TimeSpan.FromSeconds(2));
        await OpenAsync(server, await server.CreateUserAsync(), expiresInDays: -8);

        Assert.That(await RunAsync(server, Guid.NewGuid()), Is.Zero);
    }

    [Test]
    public async Task One_of_eight_simultaneous_attempts_takes_the_lease()
    {
        await using var server = await StartAsync();

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using var scope = server.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<Leases>()
                .TakeAsync("a task", Guid.NewGuid(), Now, Now.AddMinutes(1), default);
        }));

        Assert.That(taken.Count(one => one), Is.EqualTo(1));
    }

    [Test]
    public async Task Expired_invitations_are_deleted()
    {
        await using var server = await StartAsync();
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        database.AddRange(
            Invitation.Create("expired@example.com", null, Now), Invitation.Create("valid@example.com", null, Now.AddSeconds(1)));
        await database.SaveChangesAsync();

        await RunAsync(server, Guid.NewGuid());

        Assert.That(
            await database.Set<Invitation>().Select(invitation => invitation.NormalizedEmail).ToListAsync(),
            Is.EqualTo(["VALID@EXAMPLE.COM"]));
    }

    [Test]
    public async Task The_service_runs_housekeeping_at_every_interval()
    {
        await using var server = await AuthServer.StartAsync(
            engine, services: services => services.AddSingleton<TimeProvider>(_clock));
        var user = await server.CreateUserAsync();
        await OpenAsync(server, user, expiresInDays: -8);
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();

        for (var look = 0; look < 500 && await database.Sessions.AnyAsync(); look++)
        {
            _clock.Advance(TimeSpan.FromMinutes(10));
            await Task.Delay(20);
        }

        Assert.That(await database.Sessions.AnyAsync(), Is.False);
    }

    /// <summary>Starts a server without the background service, whose runs would interfere.</summary>
    private Task<AuthServer> StartAsync(params (string Name, string Value)[] settings) => StartAsync(null, settings);

    private Task<AuthServer> StartAsync(RowsPerStatement? rows, params (string Name, string Value)[] settings) => AuthServer.StartAsync(
        engine,
        settings.ToDictionary(setting => setting.Name, setting => setting.Value),
        services =>
        {
            services.AddSingleton<TimeProvider>(_clock);
            if (rows is not null)
                services.AddInterceptor(rows);
            services.Remove(services.Single(service => service.ImplementationType == typeof(HousekeepingService)));
        });

    private static async Task<int> RunAsync(AuthServer server, Guid instance)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Housekeeper>().RunAsync(instance, default);
    }

    private async Task<Guid> OpenAsync(AuthServer server, User user, int expiresInDays, int? endedInDays = null)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var sessions = scope.ServiceProvider.GetRequiredService<ISessionRepository>();
        var session = Session.Open(user.Id, null, null, Now.AddDays(-60), Now.AddDays(expiresInDays));
        await sessions.OpenAsync(
            session, OpaqueToken.Hash(OpaqueToken.Create()), user.SecurityStamp, maxSessions: 100, default);
        await scope.ServiceProvider.GetRequiredService<AuthDbContext>().SaveChangesAsync();
        if (endedInDays is { } days)
            await sessions.EndAsync(user.Id, session.Id, Now.AddDays(days), default);
        return session.Id;
    }

    private static AuditEvent Event(DateTimeOffset occurredAt) =>
        new() { OccurredAt = occurredAt, Name = "login_failed" };

    private LoginBudget Budget(int account, DateTimeOffset expiresAt)
    {
        var hash = new byte[32];
        BitConverter.TryWriteBytes(hash, account);
        return LoginBudget.Open(hash, LoginBudget.Anywhere, expiresAt);
    }
}
