using Auth.Tests.Conformance;
using Auth.Tests.Integration.Backends;
using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.SecondFactors;

/// <summary>Recent logins, step-up and required second factors.</summary>
[OnEachDatabase]
public sealed class StepUpTests(DatabaseEngine engine)
{
    private const string NoFactor = "403 SECOND_FACTOR_ENROLMENT_REQUIRED: Set up a second factor";
    private const string NotShown = "403 SECOND_FACTOR_REQUIRED: Confirm your login with a second factor";

    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Test]
    public async Task Sensitive_changes_require_a_recent_login_that_a_step_up_renews()
    {
        await using var server = await StartAsync(("Auth:RequireRecentLogin:Seconds", "60"));
        var user = await server.CreateUserAsync(superuser: true);
        var session = await server.LogInAsync(user);
        var loggedInAt = Now.ToUnixTimeSeconds();

        var atFirst = await ChangeAsync(session.Access);
        _clock.Advance(TimeSpan.FromSeconds(61));
        var refreshed = await server.RefreshAsync(session.Refresh);
        string[] late =
        [
            await ChangeAsync(refreshed.Access),
            await server.ResultAsync(HttpMethod.Patch, $"/api/users/{user.Id}", refreshed.Access, new { name = "Other" }),
            await server.ResultAsync(HttpMethod.Patch, "/api/users/me", refreshed.Access, new { name = "Other" }),
            await server.ResultAsync(HttpMethod.Get, "/api/users", refreshed.Access),
        ];
        var wrong = await server.ResultAsync(HttpMethod.Post, "/api/token/step-up", refreshed.Access, new { password = "wrong-horse-9" });
        using var steppedUp = await server.SendAsync(
            HttpMethod.Post, "/api/token/step-up", refreshed.Access, new { password = AuthServer.Password });
        var answer = await steppedUp.JsonAsync();
        var access = answer.GetProperty("access_token").GetString()!;
        var afterwards = (await ChangeAsync(access), await ChangeAsync(refreshed.Access));
        var again = await server.RefreshAsync(refreshed.Refresh);

        Assert.Multiple(() =>
        {
            Assert.That(atFirst, Is.EqualTo("200"));
            Assert.That(late, Is.EqualTo([FactorRequests.NotRecent, FactorRequests.NotRecent, "200", "200"]));
            Assert.That(wrong, Is.EqualTo("400 UPDATE_USER_BAD_CURRENT_PASSWORD"));
            Assert.That(answer.EnumerateObject().Select(member => member.Name).Order(), Is.EqualTo(["access_token", "expires_in", "token_type"]));
            Assert.That(afterwards, Is.EqualTo(("200", "200")));
            Assert.That(
                new[] { session.Access, refreshed.Access, access, again.Access }
                    .Select(token => Jwt.ClaimsOf(token).GetProperty("auth_time").GetInt64() - loggedInAt),
                Is.EqualTo([0, 0, 61, 61]));
            Assert.That(Jwt.ClaimsOf(access).GetProperty("acr").GetString(), Is.EqualTo("aal1"));
        });

        Task<string> ChangeAsync(string token) =>
            server.ResultAsync(HttpMethod.Patch, "/api/users/me", token, new { email = AuthServer.NewEmail() });
    }

    [Test]
    public async Task A_login_from_before_the_clock_was_set_back_is_not_recent()
    {
        var jumping = new Unit.JumpingClock();
        await using var server = await AuthServer.StartAsync(
            engine, new Dictionary<string, string> { ["Auth:RequireRecentLogin:Seconds"] = "60" },
            services => services.AddSingleton<TimeProvider>(jumping));
        var session = await server.LogInAsync(await server.CreateUserAsync());

        jumping.Jump(-TimeSpan.FromMinutes(5));

        Assert.That(
            await server.ResultAsync(HttpMethod.Patch, "/api/users/me", session.Access, new { password = "another-horse-9" }),
            Is.EqualTo(FactorRequests.NotRecent));
    }

    [Test]
    public async Task A_user_who_must_have_a_second_factor_can_only_set_one_up()
    {
        await using var server = await StartAsync(("Auth:SecondFactor:Required", "Everybody"));
        var user = await server.CreateUserAsync();
        var session = await server.LogInAsync(user);
        string[] before =
        [
            await server.ResultAsync(HttpMethod.Get, "/api/users/me", session.Access),
            await server.ResultAsync(HttpMethod.Get, "/api/users/me/sessions", session.Access),
            await server.ResultAsync(HttpMethod.Patch, "/api/users/me", session.Access, new { name = "Other" }),
        ];

        var enrolled = await server.EnrolAsync(Now, user);
        string[] after =
        [
            await server.ResultAsync(HttpMethod.Get, "/api/users/me/sessions", enrolled.Session.Access),
            await server.ResultAsync(HttpMethod.Get, "/api/users/me/sessions", session.Access),
            await server.ResultAsync(
                HttpMethod.Post, "/api/token/step-up", session.Access, new { method = "totp", code = enrolled.Code(Now) }),
            await server.ResultAsync(HttpMethod.Get, "/api/users/me/sessions", session.Access),
            await server.ResultAsync(HttpMethod.Delete, "/api/users/me/totp", session.Access),
            await server.ResultAsync(HttpMethod.Post, "/api/token/logout", session.Access),
        ];

        Assert.Multiple(() =>
        {
            Assert.That(before, Is.EqualTo(["200", NoFactor, NoFactor]));
            Assert.That(after, Is.EqualTo(["200", NotShown, "200", "200", "400 LAST_CREDENTIAL", "204"]));
        });
    }

    [Test]
    public async Task Only_superusers_must_have_a_second_factor_if_the_settings_require_it_of_them()
    {
        await using var server = await StartAsync(("Auth:SecondFactor:Required", "Superusers"));
        var (user, admin) = (await server.CreateUserAsync(), await server.CreateUserAsync(superuser: true));
        var (session, adminSession) = (await server.LogInAsync(user), await server.LogInAsync(admin));

        string[] results =
        [
            await server.ResultAsync(HttpMethod.Get, "/api/users/me/sessions", session.Access),
            await server.ResultAsync(HttpMethod.Get, "/api/users", session.Access),
            await server.ResultAsync(HttpMethod.Get, "/api/users", adminSession.Access),
            await server.ResultAsync(HttpMethod.Get, "/api/users", await server.TokenOfAsync(admin)),
            await server.ResultAsync(HttpMethod.Get, "/api/users", (await server.EnrolAsync(Now, admin)).Session.Access),
        ];

        Assert.That(results, Is.EqualTo(["200", "403 Forbidden", NoFactor, NoFactor, "200"]));
        Assert.That(Jwt.ClaimsOf(session.Access).TryGetProperty("amr", out _), Is.False);
        Assert.That(Jwt.ClaimsOf(adminSession.Access).GetProperty("amr").GetRawText(), Is.EqualTo("""["pwd"]"""));
    }

    [Test]
    public async Task Every_backend_steps_up_its_sessions()
    {
        await using var server = await StartAsync([.. BackendServers.Settings().Select(setting => (setting.Key, setting.Value))]);
        foreach (var path in new[] { BackendServers.Cookie, BackendServers.Database })
        {
            var user = await server.CreateUserAsync();
            var credential = await server.CredentialAsync(path, user);
            _clock.Advance(TimeSpan.FromMinutes(11));
            using var late = await server.SendWithAsync(HttpMethod.Post, "/api/users/me/totp", null, credential);

            using var steppedUp = await server.SendWithAsync(
                HttpMethod.Post, $"/{path}/step-up", new { password = AuthServer.Password }, credential);
            using var recent = await server.SendWithAsync(HttpMethod.Post, "/api/users/me/totp", null, credential);

            Assert.That(
                ((int)late.StatusCode, (int)steppedUp.StatusCode, (int)recent.StatusCode),
                Is.EqualTo((403, path == BackendServers.Cookie ? 204 : 200, 200)), path);
        }
    }

    private Task<AuthServer> StartAsync(params (string Name, string Value)[] settings) => AuthServer.StartAsync(
        engine, settings.ToDictionary(setting => setting.Name, setting => setting.Value),
        services => services.AddSingleton<TimeProvider>(_clock));
}
