using Auth.Domain.Credentials;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.ExternalLogins;
using Auth.Tests.Integration.Keys;
using Auth.Tests.Integration.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.SecondFactors;

/// <summary>Logins without or with another second factor: trusted devices, external providers, and after a change of the secret.</summary>
[OnEachDatabase]
public sealed class TrustedDeviceTests(DatabaseEngine engine)
{
    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Test]
    public async Task A_trusted_device_requires_no_second_factor_until_the_trust_expires()
    {
        await using var server = await StartAsync(days: 30);
        var (user, other) = (await server.EnrolAsync(Now), await server.EnrolAsync(Now));

        using var trusting = await server.FactorAsync(await server.ChallengeAsync(user), user.Code(Now), trust: true);
        var device = trusting.Headers.GetValues("Auth-Device").Single();
        using var trusted = await server.PasswordAsync(user, null, ("Auth-Device", device));
        var claims = Jwt.ClaimsOf((await Tokens.ReadAsync(trusted)).Access);
        var others = (
            await server.ChallengeAsync(user), await server.ChallengeAsync(user, ("Auth-Device", device[..^1] + "A")),
            await server.ChallengeAsync(other, ("Auth-Device", device)));
        _clock.Advance(TimeSpan.FromDays(30));
        var expired = await server.ChallengeAsync(user, ("Auth-Device", device));

        Assert.That(
            (claims.GetProperty("amr").GetRawText(), claims.GetProperty("acr").GetString()),
            Is.EqualTo(("""["pwd","rba"]""", "aal1")));
        Assert.That((string[])[others.Item1, others.Item2, others.Item3, expired], Is.All.Not.Empty);
    }

    [Test]
    public async Task A_device_is_not_trusted_after_a_change_of_the_password_or_of_the_factors()
    {
        await using var server = await StartAsync(days: 30);
        var user = await server.EnrolAsync(Now);
        var device = await TrustAsync(server, user, user.Code(Now));

        await server.UpdateUserAsync(user.User, stored => stored.ChangePassword(stored.HashedPassword, Now));

        Assert.That(await server.ChallengeAsync(user, ("Auth-Device", device)), Is.Not.Empty);
    }

    [Test]
    public async Task A_device_is_trusted_on_request_only_and_only_if_the_setting_allows_it()
    {
        await using var allowed = await StartAsync(days: 30);
        await using var forbidden = allowed.StartAnother(services: services => services.AddSingleton<TimeProvider>(_clock));
        var user = await allowed.EnrolAsync(Now);

        using var unasked = await allowed.FactorAsync(await allowed.ChallengeAsync(user), user.Code(Now));
        var device = unasked.Headers.GetValues("Auth-Device").Single();
        var first = await allowed.ChallengeAsync(user, ("Auth-Device", device));
        using var asked = await forbidden.FactorAsync(first, user.Code(Now, 1), trust: true, headers: ("Auth-Device", device));
        var second = await allowed.ChallengeAsync(user, ("Auth-Device", device));

        Assert.That((await asked.SummaryAsync(), second.Length > 0), Is.EqualTo(("200", true)));
    }

    [Test]
    public async Task Housekeeping_deletes_expired_trust_and_used_challenges()
    {
        await using var server = await StartAsync(days: 1);
        var user = await server.EnrolAsync(Now);
        await TrustAsync(server, user, user.Code(Now));
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var before = await CountAsync();

        // The timer of the service runs the housekeeping.
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.That(before, Is.EqualTo((1, 1)));
        Assert.That(CountAsync, Is.EqualTo((0, 0)).After(10).Seconds.PollEvery(20).MilliSeconds);

        async Task<(int, int)> CountAsync() =>
            (await database.Set<TrustedDevice>().CountAsync(), await database.Set<UsedLoginState>().CountAsync());
    }

    [Test]
    public async Task An_external_login_requires_the_second_factor_unless_the_provider_shows_one()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(
            provider, engine, services => services.AddSingleton<TimeProvider>(TimeProvider.System));
        var token = await server.TokenAsync(provider);
        var now = TimeProvider.System.GetUtcNow();
        using var begun = await server.SendAsync(HttpMethod.Post, "/api/users/me/totp", token);
        var account = await server.UserOfAsync(token);
        var secret = (await begun.JsonAsync()).GetProperty("secret").GetString()!;
        var user = new FactorUser(null!, secret, [], new(token, ""));
        Assert.That(
            await server.ResultAsync(HttpMethod.Post, "/api/users/me/totp/confirm", token, new { code = user.Code(now) }), Is.EqualTo("200"));

        using var direct = await server.LogInAsync(provider);
        var completed = await server.TryFactorAsync(await FactorRequests.ChallengeInAsync(direct), user.Code(now, 1));
        provider.Claims["amr"] = new System.Text.Json.Nodes.JsonArray("pwd", "pin");
        using var knowledge = await server.LogInAsync(provider);
        using var cookie = await server.LogInAsync(
            provider, ExternalServers.Cookie, $"?return_to={Uri.EscapeDataString(ExternalServers.ReturnUrl)}");
        provider.Claims["amr"] = new System.Text.Json.Nodes.JsonArray("pwd", "mfa");
        using var shown = await server.LogInAsync(provider);

        Assert.Multiple(async () =>
        {
            Assert.That(account.GetProperty("is_active").GetBoolean());
            Assert.That(completed, Is.EqualTo("200"));
            Assert.That(await FactorRequests.ChallengeInAsync(knowledge), Is.Not.Empty);
            Assert.That(
                cookie.Headers.Location!.OriginalString,
                Does.StartWith($"{ExternalServers.ReturnUrl}&error=LOGIN_SECOND_FACTOR_REQUIRED#token=ey").And.EndsWith("&methods=totp,recovery_code"));
            Assert.That(await shown.SummaryAsync(), Is.EqualTo("200"));
            Assert.That(
                Jwt.ClaimsOf((await shown.JsonAsync()).GetProperty("access_token").GetString()!).GetProperty("amr").GetRawText(),
                Is.EqualTo("""["fed","mfa"]"""));
        });
    }

    [Test]
    public async Task A_factor_that_a_stranger_set_up_for_an_unverified_address_does_not_lock_its_owner_out()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(
            provider, engine, services => services.AddSingleton<TimeProvider>(TimeProvider.System));
        var stranger = await server.EnrolAsync(
            TimeProvider.System.GetUtcNow().AddSeconds(30), await server.CreateUserAsync((string)provider.Claims["email"]!));

        var token = await server.TokenAsync(provider, ExternalServers.Linked);

        Assert.That(
            (await server.FactorsAsync(token), await server.StatusOfMeAsync(stranger.Session.Access)), Is.EqualTo(("", 401)));
    }

    [Test]
    public async Task A_secret_is_readable_while_the_signing_secret_is_replaced_and_encrypted_anew_when_it_is_used()
    {
        await using var before = await AtAsync(stage: 0);
        await using var between = AtStage(before, stage: 2);
        await using var after = AtStage(before, stage: 3);
        var (used, unused) = (await before.EnrolAsync(Now), await before.EnrolAsync(Now));

        string[] results =
        [
            await between.TryFactorAsync(await between.ChallengeAsync(used), used.Code(Now)),
            await after.TryFactorAsync(await after.ChallengeAsync(used), used.Code(Now, 1)),
            await after.TryFactorAsync(await after.ChallengeAsync(unused), unused.RecoveryCodes[0], "recovery_code"),
        ];

        Assert.That(results, Is.EqualTo(["200", "200", "200"]));
    }

    [Test]
    public async Task Housekeeping_encrypts_secrets_anew_that_nobody_uses_while_the_signing_secret_is_replaced()
    {
        await using var before = await AtAsync(stage: 0);
        var user = await before.EnrolAsync(Now);
        await using var between = AtStage(before, stage: 2);
        await using (var scope = between.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<Application.Login.SecondFactors.TotpSecretRenewal>().RunAsync(default);
        await using var after = AtStage(before, stage: 3);

        Assert.That(await after.TryFactorAsync(await after.ChallengeAsync(user), user.Code(Now)), Is.EqualTo("200"));
    }

    private Task<AuthServer> AtAsync(int stage) => AuthServer.StartAsync(
        engine, Roll.OfTheSecret[stage].ToDictionary(setting => setting.Name, setting => setting.Value),
        services => services.AddSingleton<TimeProvider>(_clock));

    private AuthServer AtStage(AuthServer first, int stage) => first.StartAnother(
        Roll.OfTheSecret[stage].ToDictionary(setting => setting.Name, setting => setting.Value),
        services => services.AddSingleton<TimeProvider>(_clock));

    private static async Task<string> TrustAsync(AuthServer server, FactorUser user, string code)
    {
        using var trusting = await server.FactorAsync(await server.ChallengeAsync(user), code, trust: true);
        var device = trusting.Headers.GetValues("Auth-Device").Single();
        using var trusted = await server.PasswordAsync(user, null, ("Auth-Device", device));
        Assert.That((int)trusted.StatusCode, Is.EqualTo(200));
        return device;
    }

    private Task<AuthServer> StartAsync(int days) => AuthServer.StartAsync(
        engine, new Dictionary<string, string> { ["Auth:SecondFactor:TrustDeviceDays"] = $"{days}" },
        services => services.AddSingleton<TimeProvider>(_clock));
}
