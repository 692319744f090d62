using System.Text;
using Auth.Domain.Credentials;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.Audit;
using Auth.Tests.Integration.Backends;
using Auth.Tests.Integration.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OtpNet;

namespace Auth.Tests.Integration.SecondFactors;

/// <summary>Logins of users with an authenticator app and recovery codes.</summary>
[OnEachDatabase]
public sealed class SecondFactorLoginTests(DatabaseEngine engine)
{
    // It stands still. Tests that advance a clock start a server with another one.
    private static readonly FakeTimeProvider Clock = SessionRequests.NewClock();

    private static DateTimeOffset Now => Clock.GetUtcNow();

    [Test]
    public async Task A_password_login_requires_the_second_factor_and_a_code_completes_it()
    {
        var server = await ServerAsync();
        var user = await server.EnrolAsync(Now);

        using var password = await server.PasswordAsync(user);
        var detail = (await password.JsonAsync()).GetProperty("detail");
        using var completed = await server.FactorAsync(detail.GetProperty("token").GetString()!, user.Code(Now));
        var tokens = await Tokens.ReadAsync(completed);
        var refreshed = await server.RefreshAsync(tokens.Refresh);

        Assert.Multiple(async () =>
        {
            Assert.That((int)password.StatusCode, Is.EqualTo(400));
            Assert.That(detail.EnumerateObject().Select(member => member.Name), Is.EqualTo(["code", "token", "methods"]));
            Assert.That(detail.GetProperty("code").GetString(), Is.EqualTo("LOGIN_SECOND_FACTOR_REQUIRED"));
            Assert.That(detail.GetProperty("methods").GetRawText(), Is.EqualTo("""["totp","recovery_code"]"""));
            Assert.That(password.Headers.Contains("Auth-Device"), Is.False);
            Assert.That(completed.Headers.Contains("Auth-Device"), Is.True);
            Assert.That((await completed.JsonAsync()).EnumerateObject().Count(), Is.EqualTo(4));
            foreach (var claims in new[] { Jwt.ClaimsOf(tokens.Access), Jwt.ClaimsOf(refreshed.Access) })
            {
                Assert.That(claims.GetProperty("amr").GetRawText(), Is.EqualTo("""["mfa","otp","pwd"]"""));
                Assert.That(claims.GetProperty("auth_time").GetInt64(), Is.EqualTo(Now.ToUnixTimeSeconds()));
                Assert.That(claims.GetProperty("acr").GetString(), Is.EqualTo("aal2"));
            }

            Assert.That(await server.StatusOfMeAsync(refreshed.Access), Is.EqualTo(200));
            Assert.That(
                (await server.TrailNamesAsync(user.User))[^3..],
                Is.EqualTo(["second_factor_added totp", "second_factor_requested", "login_succeeded"]));
        });
    }

    [Test]
    public async Task The_login_form_can_carry_the_code()
    {
        var server = await ServerAsync();
        var user = await server.EnrolAsync(Now);

        using var wrong = await server.PasswordAsync(user, "000000");
        using var totp = await server.PasswordAsync(user, user.Code(Now));
        using var again = await server.PasswordAsync(user, user.Code(Now));
        using var recovery = await server.PasswordAsync(user, user.RecoveryCodes[3].ToLowerInvariant().Replace("-", " "));
        using var empty = await server.PasswordAsync(user, "");

        Assert.Multiple(async () =>
        {
            Assert.That(
                (string[])[await wrong.SummaryAsync(), await totp.SummaryAsync(), await again.SummaryAsync(), await recovery.SummaryAsync()],
                Is.EqualTo([FactorRequests.BadCode, "200", FactorRequests.BadCode, "200"]));
            Assert.That(await FactorRequests.ChallengeInAsync(empty), Is.Not.Empty);
        });
    }

    [Test]
    public async Task A_wrong_password_is_refused_before_the_code_is_looked_at()
    {
        var server = await ServerAsync();
        var user = await server.EnrolAsync(Now);

        using var login = await server.PostAsync("/api/token/login", new()
        {
            ["username"] = user.User.Email,
            ["password"] = "wrong-horse-9",
            ["otp"] = user.Code(Now),
        });

        Assert.That(
            (await login.SummaryAsync(), await server.TryFactorAsync(await server.ChallengeAsync(user), user.Code(Now))),
            Is.EqualTo(("400 LOGIN_BAD_CREDENTIALS", "200")));
    }

    [Test]
    public async Task A_challenge_survives_a_wrong_code_and_is_used_once()
    {
        var server = await ServerAsync();
        var user = await server.EnrolAsync(Now);
        var challenge = await server.ChallengeAsync(user);

        string[] results =
        [
            await server.TryFactorAsync(challenge, "000000"),
            await server.TryFactorAsync(challenge, user.Code(Now)),
            await server.TryFactorAsync(challenge, user.Code(Now, 1)),
        ];

        Assert.That(results, Is.EqualTo([FactorRequests.BadCode, "200", FactorRequests.BadToken]));
    }

    [Test]
    public async Task A_code_is_refused_after_it_or_a_later_one_was_used()
    {
        var server = await ServerAsync();
        var user = await server.EnrolAsync(Now);

        string[] results =
        [
            await server.TryFactorAsync(await server.ChallengeAsync(user), user.Code(Now, -1)),
            await server.TryFactorAsync(await server.ChallengeAsync(user), user.Code(Now, 1)),
            await server.TryFactorAsync(await server.ChallengeAsync(user), user.Code(Now, 1)),
            await server.TryFactorAsync(await server.ChallengeAsync(user), user.Code(Now)),
        ];

        Assert.That(results, Is.EqualTo([FactorRequests.BadCode, "200", FactorRequests.BadCode, FactorRequests.BadCode]));
    }

    [Test]
    public async Task A_recovery_code_is_used_once_and_only_by_its_user()
    {
        var server = await ServerAsync();
        var (user, other) = (await server.EnrolAsync(Now), await server.EnrolAsync(Now));

        string[] results =
        [
            await server.TryFactorAsync(await server.ChallengeAsync(other), user.RecoveryCodes[0], "recovery_code"),
            await server.TryFactorAsync(await server.ChallengeAsync(user), user.RecoveryCodes[0], "recovery_code"),
            await server.TryFactorAsync(await server.ChallengeAsync(user), user.RecoveryCodes[0], "recovery_code"),
            await server.TryFactorAsync(await server.ChallengeAsync(user), user.RecoveryCodes[1], "totp"),
        ];

        Assert.Multiple(async () =>
        {
            Assert.That(results, Is.EqualTo([FactorRequests.BadCode, "200", FactorRequests.BadCode, FactorRequests.BadCode]));
            Assert.That(user.RecoveryCodes, Has.Count.EqualTo(10).And.Unique);
            Assert.That(await server.FactorsAsync(user.Session.Access), Is.EqualTo("totp:1 recovery_code:9"));
            Assert.That(await server.TrailNamesAsync(user.User), Does.Contain("recovery_code_used 9"));
        });
    }

    [Test]
    public async Task A_challenge_is_bound_to_the_backend_the_user_agent_and_the_device()
    {
        var server = await ServerAsync();
        var user = await server.EnrolAsync(Now);
        using var login = await server.PasswordAsync(user, user.Code(Now));
        var device = login.Headers.GetValues("Auth-Device").Single();
        (string, string?)[] client = [("User-Agent", "first"), ("Auth-Device", device)];

        var challenge = await server.ChallengeAsync(user, client);
        using var otherBackend = await server.FactorAsync(challenge, user.Code(Now, 1), path: "/api/cookie", headers: client);
        string[] results =
        [
            await otherBackend.SummaryAsync(),
            await server.TryFactorAsync(challenge, user.Code(Now, 1), "totp", ("User-Agent", "second"), ("Auth-Device", device)),
            await server.TryFactorAsync(challenge, user.Code(Now, 1), "totp", ("User-Agent", "first")),
            await server.TryFactorAsync(challenge, user.Code(Now, 1), "totp", client),
        ];

        Assert.That(results, Is.EqualTo([FactorRequests.BadToken, FactorRequests.BadToken, FactorRequests.BadToken, "200"]));
    }

    [Test]
    public async Task A_cookie_backend_answers_a_completed_login_with_its_cookie()
    {
        var server = await ServerAsync();
        var user = await server.EnrolAsync(Now);
        using var password = await server.PostAsync(
            "/api/cookie/login", new() { ["username"] = user.User.Email, ["password"] = AuthServer.Password });

        using var completed = await server.FactorAsync(
            await FactorRequests.ChallengeInAsync(password), user.Code(Now), path: "/api/cookie");

        Assert.That((int)completed.StatusCode, Is.EqualTo(204));
        Assert.That(BackendServers.Cookies(completed), Has.Some.StartsWith("fastapiusersauth="));
        Assert.That(BackendServers.Cookies(password), Is.Empty);
    }

    [Test]
    public async Task A_challenge_is_invalid_after_a_change_of_the_account()
    {
        var server = await ServerAsync();
        var (changed, inactive) = (await server.EnrolAsync(Now), await server.EnrolAsync(Now));
        var challenges = (await server.ChallengeAsync(changed), await server.ChallengeAsync(inactive));

        await server.UpdateUserAsync(changed.User, user => user.ChangePassword(user.HashedPassword, Now));
        await server.UpdateUserAsync(inactive.User, user => user.SetActive(false));

        Assert.That(
            (await server.TryFactorAsync(challenges.Item1, changed.Code(Now)), await server.TryFactorAsync(challenges.Item2, inactive.Code(Now))),
            Is.EqualTo((FactorRequests.BadToken, FactorRequests.BadToken)));
    }

    [Test]
    public async Task A_challenge_is_valid_for_five_minutes()
    {
        var clock = SessionRequests.NewClock();
        await using var server = await SessionRequests.StartServerAsync(engine, clock);
        var user = await server.EnrolAsync(clock.GetUtcNow());
        var challenge = await server.ChallengeAsync(user);

        clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        var before = await server.TryFactorAsync(challenge, "000000");
        clock.Advance(TimeSpan.FromSeconds(1));
        var after = await server.TryFactorAsync(challenge, user.Code(clock.GetUtcNow()));

        Assert.That((before, after), Is.EqualTo((FactorRequests.BadCode, FactorRequests.BadToken)));
    }

    [Test]
    public async Task Tokens_of_other_purposes_and_hostile_texts_are_no_challenges_and_no_codes()
    {
        var server = await ServerAsync();
        var user = await server.EnrolAsync(Now);
        var challenge = await server.ChallengeAsync(user);
        string[] texts = ["", "\0", "é", "' OR 1=1 --", new('9', 5000), "null", user.Session.Access, user.Session.Refresh, "\ud83d\ude00", "%00"];

        Assert.Multiple(async () =>
        {
            foreach (var text in texts)
                Assert.That(await server.TryFactorAsync(text, user.Code(Now)), Is.EqualTo(FactorRequests.BadToken), text);
            foreach (var method in texts.Append("TOTP").Append("password"))
                Assert.That(await server.TryFactorAsync(challenge, user.Code(Now), method), Is.EqualTo(FactorRequests.BadCode), method);
            foreach (var text in texts.Take(6))
                Assert.That(await server.TryFactorAsync(challenge, text), Is.EqualTo(FactorRequests.BadCode), text);
            Assert.That(await server.StatusOfMeAsync(challenge), Is.EqualTo(401));
        });
    }

    [Test]
    public async Task A_JSON_object_is_accepted_like_a_form()
    {
        var server = await ServerAsync();
        var user = await server.EnrolAsync(Now);
        var token = await server.ChallengeAsync(user);

        using var missing = await server.SendAsync(HttpMethod.Post, "/api/token/second-factor", null, new { token, method = "totp" });
        using var array = await server.SendTextAsync(HttpMethod.Post, "/api/token/second-factor", "[1]");
        using var broken = await server.SendTextAsync(HttpMethod.Post, "/api/token/second-factor", "{\"token\":\"\\ud800\"}");
        using var completed = await server.SendAsync(
            HttpMethod.Post, "/api/token/second-factor", null, new { token, method = "totp", code = user.Code(Now), trust_device = false });

        Assert.That(
            (string[])[await missing.SummaryAsync(), await array.SummaryAsync(), await broken.SummaryAsync(), await completed.SummaryAsync()],
            Is.EqualTo(
            [
                "422 body.code missing", "400 There was an error parsing the body", "400 There was an error parsing the body", "200",
            ]));
    }

    [Test]
    public async Task Neither_the_log_nor_the_audit_trail_contains_data_of_second_factors()
    {
        using var logs = new RecordedLogs();
        var clock = SessionRequests.NewClock();
        await using var server = await AuthServer.StartAsync(
            engine, new Dictionary<string, string> { ["Logging:LogLevel:Default"] = "Trace" },
            services => services.AddSingleton<TimeProvider>(clock).AddSingleton<ILoggerProvider>(logs));
        var user = await server.EnrolAsync(clock.GetUtcNow());
        var challenge = await server.ChallengeAsync(user);
        const string Wrong = "908172";
        await server.TryFactorAsync(challenge, Wrong);
        await server.TryFactorAsync(challenge, user.RecoveryCodes[0], "recovery_code");
        using var login = await server.PasswordAsync(user, user.RecoveryCodes[1]);
        await server.ResultAsync(
            HttpMethod.Post, "/api/token/step-up", user.Session.Access, new { method = "totp", code = user.Code(clock.GetUtcNow()) });
        await server.SendMailAsync();

        string[] texts = [.. logs.Lines, .. (await server.TrailOfAsync(user.User.Id)).Select(row => $"{row.Name} {row.Detail}")];

        Assert.That((int)login.StatusCode, Is.EqualTo(200));
        Assert.That(texts, Has.Some.Contains("second_factor_requested"));
        foreach (var secret in user.RecoveryCodes.Append(user.Secret).Append(Wrong).Append(challenge.Split('.')[2]))
            Assert.That(texts, Has.None.Contains(secret).And.None.Contains(secret.Replace("-", "", StringComparison.Ordinal)));
        Assert.That(texts, Has.None.Matches($@"\b{user.Code(clock.GetUtcNow())}\b").And.None.Contains("otpauth"));
    }

    [Test]
    public async Task Neither_the_secret_nor_a_recovery_code_is_stored_readably()
    {
        var server = await ServerAsync();
        var user = await server.EnrolAsync(Now);

        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var totp = await database.Set<TotpFactor>().SingleAsync(factor => factor.UserId == user.User.Id);
        var codes = await database.Set<RecoveryCode>().Where(code => code.UserId == user.User.Id).ToListAsync();

        Assert.Multiple(() =>
        {
            Assert.That(totp.ProtectedSecret.AsSpan().IndexOf(Base32Encoding.ToBytes(user.Secret)), Is.EqualTo(-1));
            Assert.That(totp.ProtectedSecret.AsSpan().IndexOf(Encoding.ASCII.GetBytes(user.Secret)), Is.EqualTo(-1));
            Assert.That(codes.Select(code => code.Hash.Length), Is.All.EqualTo(32));
        });
    }

    [Test]
    public async Task A_secret_that_is_copied_to_another_users_row_is_useless()
    {
        var server = await ServerAsync();
        var (victim, attacker) = (await server.EnrolAsync(Now), await server.EnrolAsync(Now));
        await using (var scope = server.Services.CreateAsyncScope())
        {
            var factors = scope.ServiceProvider.GetRequiredService<AuthDbContext>().Set<TotpFactor>();
            var stolen = (await factors.AsNoTracking().SingleAsync(factor => factor.UserId == attacker.User.Id)).ProtectedSecret;
            await factors.Where(factor => factor.UserId == victim.User.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(factor => factor.ProtectedSecret, stolen));
        }

        Assert.That(
            await server.TryFactorAsync(await server.ChallengeAsync(victim), attacker.Code(Now)), Is.EqualTo(FactorRequests.BadCode));
    }

    [Test]
    public async Task A_user_without_factors_receives_the_same_responses_and_claims_as_before()
    {
        var server = await ServerAsync();
        var user = await server.CreateUserAsync();

        using var login = await server.PostAsync("/api/token/login", new()
        {
            ["username"] = user.Email,
            ["password"] = AuthServer.Password,
            ["otp"] = "123456",
        });
        var tokens = await Tokens.ReadAsync(login);

        Assert.That(
            Jwt.ClaimsOf(tokens.Access).EnumerateObject().Select(claim => claim.Name).Order(),
            Is.EqualTo(["aud", "exp", "iat", "jti", "sid", "sub", "user_id"]));
    }

    private Task<AuthServer> ServerAsync() => SharedServers.GetAsync(
        engine, Clock,
        [.. BackendServers.Settings().Select(setting => (setting.Key, setting.Value)), ("Auth:Throttle:MaxFailures", "1000")]);
}
