using System.Diagnostics.Metrics;
using Auth.Application.Login;
using Auth.Application.Passwords;
using Auth.Domain.Users;
using Auth.Infrastructure.Passwords;
using Auth.Tests.Integration.Sessions;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration;

/// <summary>The replacement of outdated hashes after the response to a login.</summary>
[OnEachDatabase]
public sealed class RehashTests(DatabaseEngine engine)
{
    private const string NewPassword = "another-horse-9";

    private static readonly string OldRevision = $"$2a${Unit.Passwords.BCrypt.HashPassword(AuthServer.Password, 4)[4..]}";

    private readonly HeldHasher _hasher = new();

    [Test]
    public async Task A_login_answers_before_its_hash_is_replaced_and_its_tokens_stay_valid()
    {
        await using var server = await AuthServer.StartAsync(engine, services: _hasher.Replace);
        var user = await CreateAsync(server);

        var tokens = await server.LogInAsync(user);
        var during = (await server.FindUserAsync(user))!.HashedPassword;
        _hasher.Release();
        await server.RehashedAsync();
        var after = (await server.FindUserAsync(user))!;
        using var me = await server.SendAsync(HttpMethod.Get, "/api/users/me", tokens.Access);
        await server.RefreshAsync(tokens.Refresh);

        Assert.That((during, after.HashedPassword[..7], (int)me.StatusCode), Is.EqualTo((user.HashedPassword, "$2b$04$", 200)));
        Assert.That(after.SecurityStamp, Is.EqualTo(user.SecurityStamp));
    }

    [Test]
    public async Task A_password_change_in_the_meantime_wins()
    {
        await using var server = await AuthServer.StartAsync(engine, services: _hasher.Replace);
        using var metrics = new RecordedMetrics(server.Services.GetRequiredService<IMeterFactory>());
        var user = await CreateAsync(server);
        var tokens = await server.LogInAsync(user);

        await using (var another = server.StartAnother())
        {
            using var change = await another.SendAsync(HttpMethod.Patch, "/api/users/me", tokens.Access, new { password = NewPassword });
            Assert.That((int)change.StatusCode, Is.EqualTo(200));
        }

        _hasher.Release();
        await server.RehashedAsync();
        using var former = await server.LoginAsync(user.Email, AuthServer.Password);
        using var current = await server.LoginAsync(user.Email, NewPassword);

        Assert.That(((int)former.StatusCode, (int)current.StatusCode), Is.EqualTo((400, 200)));
        Assert.That(metrics.Lines, Has.One.EqualTo("auth.rehashes 1 auth.outcome=outdated"));
    }

    [Test]
    public async Task Two_processes_replace_a_hash_once()
    {
        await using var server = await AuthServer.StartAsync(engine, services: _hasher.Replace);
        using var metrics = new RecordedMetrics(server.Services.GetRequiredService<IMeterFactory>());
        var user = await CreateAsync(server);
        await server.LogInAsync(user);
        string byOther;
        await using (var another = server.StartAnother())
        {
            await another.LogInAsync(user);
            await another.RehashedAsync();
            byOther = (await another.FindUserAsync(user))!.HashedPassword;
        }

        _hasher.Release();
        await server.RehashedAsync();

        Assert.That((byOther[..7], (await server.FindUserAsync(user))!.HashedPassword), Is.EqualTo(("$2b$04$", byOther)));
        Assert.That(metrics.Lines, Has.One.EqualTo("auth.rehashes 1 auth.outcome=outdated"));
    }

    [Test]
    public async Task Many_logins_of_a_user_take_one_place_in_the_queue()
    {
        await using var server = await AuthServer.StartAsync(engine, services: _hasher.Replace);
        var user = await CreateAsync(server);
        var rehasher = server.Services.GetRequiredService<PasswordRehasher>();

        for (var i = 0; i < 3; i++)
            await server.LogInAsync(user);
        var waiting = rehasher.Count;
        _hasher.Release();
        await server.RehashedAsync();

        Assert.That((waiting, _hasher.Hashes), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_stop_of_the_process_drops_what_waits_and_the_next_login_replaces_the_hash()
    {
        await using var server = await AuthServer.StartAsync(engine);
        var user = await CreateAsync(server);
        await using (var stopped = server.StartAnother(services: _hasher.Replace))
        {
            // The other process hangs in its hasher until it is stopped.
            await stopped.LogInAsync(user);
            Assert.That(stopped.Services.GetRequiredService<PasswordRehasher>().Count, Is.EqualTo(1));
        }

        var afterStop = (await server.FindUserAsync(user))!.HashedPassword;
        await server.LogInAsync(user);
        await server.RehashedAsync();

        Assert.That((afterStop, (await server.FindUserAsync(user))!.HashedPassword[..7]), Is.EqualTo((user.HashedPassword, "$2b$04$")));
    }

    [Test]
    public async Task A_busy_server_serves_logins_first()
    {
        await using var server = await AuthServer.StartAsync(engine, services: _hasher.Replace);
        _hasher.IsBusy = true;
        _hasher.Release();
        var user = await CreateAsync(server);

        await server.LogInAsync(user);
        await Task.Delay(200);
        var during = _hasher.Hashes;
        _hasher.IsBusy = false;
        await server.RehashedAsync();

        Assert.That((during, _hasher.Hashes), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task What_does_not_fit_into_the_queue_is_dropped_and_counted()
    {
        await using var server = await AuthServer.StartAsync(engine, services: _hasher.Replace);
        using var metrics = new RecordedMetrics(server.Services.GetRequiredService<IMeterFactory>());
        var rehasher = server.Services.GetRequiredService<PasswordRehasher>();
        var user = await CreateAsync(server);
        for (var i = 0; i < PasswordRehasher.MaxWaiting + 10; i++)
            rehasher.Enqueue(Unit.SomeUser.Create(), "password", new());

        await server.LogInAsync(user);

        // Four were taken out of the queue at most.
        Assert.That(metrics.Lines, Has.Some.EqualTo("auth.rehashes 1 auth.outcome=dropped"));
        Assert.That(rehasher.Count, Is.InRange(PasswordRehasher.MaxWaiting, PasswordRehasher.MaxWaiting + 4));
        Assert.That((await server.FindUserAsync(user))!.HashedPassword, Is.EqualTo(user.HashedPassword));
    }

    private async Task<User> CreateAsync(AuthServer server)
    {
        var user = await server.CreateUserAsync();
        await server.UpdateUserAsync(user, stored => stored.ReplaceHash(OldRevision));
        _hasher.IsHolding = true;
        return (await server.FindUserAsync(user))!;
    }

    /// <summary>Holds the computation of new hashes.</summary>
    private sealed class HeldHasher
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _hashes;

        public bool IsBusy { get; set; }

        /// <summary>Whether the user of the test is registered, so that only the rehasher hashes.</summary>
        public bool IsHolding { get; set; }

        public int Hashes => _hashes;

        public void Release() => _released.TrySetResult();

        public void Replace(IServiceCollection services) => services.AddScoped<QueuedPasswordHasher>()
            .AddScoped<IPasswordHasher>(provider => new Hasher(this, provider.GetRequiredService<QueuedPasswordHasher>()));

        private sealed class Hasher(HeldHasher holder, QueuedPasswordHasher hasher) : IPasswordHasher
        {
            public bool IsBusy => holder.IsBusy;

            public async Task<string> HashAsync(string password, CancellationToken cancellationToken)
            {
                if (holder.IsHolding)
                {
                    await holder._released.Task.WaitAsync(cancellationToken);
                    Interlocked.Increment(ref holder._hashes);
                }

                return await hasher.HashAsync(password, cancellationToken);
            }

            public Task<PasswordVerification> VerifyAsync(string password, string? hashedPassword, CancellationToken cancellationToken) =>
                hasher.VerifyAsync(password, hashedPassword, cancellationToken);
        }
    }
}
