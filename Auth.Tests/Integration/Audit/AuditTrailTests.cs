using Auth.Domain.Audit;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.Sessions;
using Auth.Tests.Integration.Throttling;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Auth.Tests.Integration.Audit;

/// <summary>The audit events that requests record.</summary>
[OnEachDatabase]
public sealed class AuditTrailTests(DatabaseEngine engine)
{
    private const string NewPassword = "another-horse-10";

    [Test]
    public async Task A_login_is_recorded_with_its_session_and_the_clients_address()
    {
        var server = await ServerAsync();
        var user = await server.CreateUserAsync();

        var tokens = await server.LogInAsync(user);

        var happened = (await server.TrailOfAsync(user.Id)).Single();
        Assert.That(
            (happened.Name, happened.SessionId, happened.IpAddress, happened.ActorId, happened.ByOperator),
            Is.EqualTo(("login_succeeded", tokens.SessionId, "127.0.0.1", (Guid?)null, false)));
    }

    [Test]
    public async Task A_registration_is_recorded()
    {
        var server = await ServerAsync();

        using var answer = await server.SendAsync(
            HttpMethod.Post, "/api/auth/register", json: new { email = AuthServer.NewEmail(), password = NewPassword });

        var id = (await answer.JsonAsync()).GetProperty("id").GetString();
        var page = await server.AuditPageAsync($"?user={id}");
        Assert.That(page.GetProperty("items").EnumerateArray().Single().GetProperty("event").GetString(),
            Is.EqualTo("user_registered"));
    }

    [Test]
    public async Task A_refused_login_is_recorded_for_known_and_unknown_addresses()
    {
        await using var server = await AuthServer.StartAsync(engine);
        var user = await server.CreateUserAsync();

        using var known = await server.LoginAsync(user.Email, "wrong-horse-9");
        using var unknown = await server.LoginAsync(AuthServer.NewEmail(), "wrong-horse-9");

        Assert.That(
            (await server.TrailOfAsync(null)).Select(happened => (happened.Name, happened.UserId, happened.Detail)),
            Is.EqualTo(new[]
            {
                ("login_failed", (Guid?)user.Id, "LOGIN_BAD_CREDENTIALS"),
                ("login_failed", null, "LOGIN_BAD_CREDENTIALS"),
            }));
    }

    [Test]
    public async Task Repeated_logins_during_a_delay_are_recorded_once()
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        await server.FailAsync(user.Email);

        for (var attempt = 0; attempt < 5; attempt++)
            (await server.LoginFromAsync("203.0.113.7", user.Email)).Dispose();

        var trail = await server.TrailOfAsync(user.Id);
        Assert.That(trail.Skip(BrakedServer.MaxFailures).Select(happened => (happened.Name, happened.IpAddress)),
            Is.EqualTo(new[] { ("login_throttled", "203.0.113.7") }));
    }

    [Test]
    public async Task The_end_of_a_session_is_recorded_with_its_actor()
    {
        var server = await ServerAsync();
        var user = await server.CreateUserAsync();
        var admin = await server.CreateUserAsync(superuser: true);
        var sessions = new List<Tokens>();
        for (var login = 0; login < 6; login++)
            sessions.Add(await server.LogInAsync(user));
        var before = (await server.TrailOfAsync(user.Id)).Count;

        await server.StatusAsync(HttpMethod.Post, "/api/token/logout", sessions[0].Access);
        await server.RevokeAsync(sessions[1].Access);
        await server.RevokeAsync(sessions[2].Refresh);
        await server.StatusAsync(HttpMethod.Delete, $"/api/users/me/sessions/{sessions[3].SessionId}", sessions[4].Access);
        await server.StatusAsync(HttpMethod.Delete, "/api/users/me/sessions", sessions[4].Access);
        await server.StatusAsync(
            HttpMethod.Delete, $"/api/users/{user.Id}/sessions/{sessions[4].SessionId}", await server.TokenOfAsync(admin));

        // Requests that end no session are not recorded.
        await server.RevokeAsync(sessions[2].Refresh);
        await server.StatusAsync(HttpMethod.Delete, $"/api/users/{user.Id}/sessions", await server.TokenOfAsync(admin));

        Assert.That(
            (await server.TrailOfAsync(user.Id)).Skip(before)
                .Select(happened => (happened.Name, happened.SessionId, happened.ActorId, happened.Detail)),
            Is.EqualTo(new (string, Guid?, Guid?, string?)[]
            {
                ("session_ended", sessions[0].SessionId, user.Id, null),
                ("session_ended", sessions[1].SessionId, null, null),
                ("session_ended", sessions[2].SessionId, null, null),
                ("session_ended", sessions[3].SessionId, user.Id, null),
                ("sessions_ended", null, user.Id, "1"),
                ("session_ended", sessions[4].SessionId, admin.Id, null),
            }));
    }

    [Test]
    public async Task A_users_change_of_their_password_and_address_is_recorded_with_the_user_as_actor()
    {
        var server = await ServerAsync();
        var user = await server.CreateUserAsync();

        await server.StatusAsync(
            HttpMethod.Patch, "/api/users/me", await server.TokenOfAsync(user),
            new { email = AuthServer.NewEmail(), password = NewPassword, name = "Nora" });

        Assert.That((await server.TrailOfAsync(user.Id)).Select(happened => (happened.Name, happened.ActorId, happened.Detail)),
            Is.EqualTo(new (string, Guid?, string?)[]
            {
                ("password_changed", user.Id, null), ("email_changed", user.Id, null),
            }));
    }

    [Test]
    public async Task Changes_and_deletion_by_a_superuser_are_recorded_and_kept_after_the_deletion()
    {
        var server = await ServerAsync();
        var (user, admin) = (await server.CreateUserAsync(), await server.CreateUserAsync(superuser: true));
        var token = await server.TokenOfAsync(admin);

        await server.StatusAsync(
            HttpMethod.Patch, $"/api/users/{user.Id}", token, new { is_active = false, is_verified = false, name = "Nora" });
        await server.StatusAsync(HttpMethod.Delete, $"/api/users/{user.Id}", token);

        Assert.That((await server.TrailOfAsync(user.Id)).Select(happened => (happened.Name, happened.ActorId, happened.Detail)),
            Is.EqualTo(new (string, Guid?, string?)[]
            {
                ("user_updated", admin.Id, "name,is_active"), ("user_deleted", admin.Id, null),
            }));
    }

    [Test]
    public async Task Mail_requests_and_their_results_are_recorded_with_the_clients_address()
    {
        await using var server = await AuthServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        foreach (var path in new[] { "request-verify-token", "forgot-password" })
            await server.StatusAsync(HttpMethod.Post, $"/api/auth/{path}", json: new { email = user.Email });
        await PickedUpMail.LastAsync(server);

        await server.StatusAsync(HttpMethod.Post, "/api/auth/verify", json: new { token = Claims.ForVerification(user).Sign() });
        await server.StatusAsync(
            HttpMethod.Post, "/api/auth/reset-password",
            json: new { token = Claims.ForReset(user).Sign(), password = NewPassword });

        var trail = await server.TrailOfAsync(user.Id);
        Assert.Multiple(() =>
        {
            Assert.That(trail.Select(happened => happened.IpAddress), Is.All.EqualTo("127.0.0.1"));
            Assert.That(trail.Take(2).Select(happened => happened.Name),
                Is.EquivalentTo(new[] { "verification_requested", "reset_requested" }));
            Assert.That(trail.Skip(2).Select(happened => happened.Name),
                Is.EqualTo(new[] { "user_verified", "password_reset" }));
        });
    }

    [Test]
    public async Task A_change_that_cannot_be_recorded_is_rolled_back()
    {
        var trail = new Mock<IAuditRepository>();
        trail.Setup(all => all.Add(It.Is<AuditEvent>(row => row.Name != "user_registered")))
            .Throws(new InvalidOperationException("The disk is full."));
        await using var server = await AuthServer.StartAsync(engine, services: services => services.AddSingleton(trail.Object));
        var user = await server.CreateUserAsync();

        using var login = await server.LoginAsync(user.Email, AuthServer.Password);
        var patch = await server.StatusAsync(
            HttpMethod.Patch, "/api/users/me", await server.TokenOfAsync(user), new { email = AuthServer.NewEmail() });

        Assert.Multiple(async () =>
        {
            Assert.That(((int)login.StatusCode, patch), Is.EqualTo((500, 500)));
            Assert.That(await server.SessionsOfAsync(user), Is.Empty);
            Assert.That((await server.FindUserAsync(user))!.Email, Is.EqualTo(user.Email));
        });
    }

    [Test]
    public async Task Nothing_is_recorded_when_the_trail_is_disabled()
    {
        var server = await SharedServers.GetAsync(engine, ("Auth:Audit:Enabled", "false"));
        var user = await server.CreateUserAsync();

        await server.LogInAsync(user);

        Assert.That(await server.TrailNamesAsync(user), Is.Empty);
    }

    [Test]
    public async Task A_repeated_refresh_token_replay_is_recorded_once()
    {
        var clock = SessionRequests.NewClock();
        await using var server = await SessionRequests.StartServerAsync(engine, clock);
        var user = await server.CreateUserAsync();
        var tokens = await server.LogInAsync(user);
        await server.RefreshAsync(tokens.Refresh);
        clock.Advance(TimeSpan.FromMinutes(1));

        await server.TryRefreshAsync(tokens.Refresh);
        await server.TryRefreshAsync(tokens.Refresh);

        Assert.That(
            await server.TrailNamesAsync(user),
            Is.EqualTo(new[] { "login_succeeded", "refresh_token_reused" }));
    }

    private Task<AuthServer> ServerAsync() => SharedServers.GetAsync(engine);
}
