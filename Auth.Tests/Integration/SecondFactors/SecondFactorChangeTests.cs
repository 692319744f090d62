using System.Xml.Linq;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.Audit;
using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using OtpNet;

namespace Auth.Tests.Integration.SecondFactors;

/// <summary>Setting up and removing second factors.</summary>
[OnEachDatabase]
public sealed class SecondFactorChangeTests(DatabaseEngine engine)
{
    private static readonly FakeTimeProvider Clock = SessionRequests.NewClock();

    private static DateTimeOffset Now => Clock.GetUtcNow();

    [Test]
    public async Task An_app_is_used_after_its_confirmation_only()
    {
        var server = await SharedServers.GetAsync(engine, Clock);
        var user = await server.CreateUserAsync();
        var session = await server.LogInAsync(user);

        using var begun = await server.SendAsync(HttpMethod.Post, "/api/users/me/totp", session.Access);
        var app = await begun.JsonAsync();
        var secret = Base32Encoding.ToBytes(app.GetProperty("secret").GetString()!);
        var unconfirmed = await server.FactorsAsync(session.Access);
        using var login = await server.LoginAsync(user.Email, AuthServer.Password);
        var wrong = await server.ResultAsync(HttpMethod.Post, "/api/users/me/totp/confirm", session.Access, new { code = "000000" });
        var right = await server.ResultAsync(
            HttpMethod.Post, "/api/users/me/totp/confirm", session.Access, new { code = new Totp(secret).ComputeTotp(Now.UtcDateTime) });
        var replayed = await server.ResultAsync(
            HttpMethod.Post, "/api/users/me/totp/confirm", session.Access, new { code = new Totp(secret).ComputeTotp(Now.UtcDateTime) });

        Assert.Multiple(async () =>
        {
            Assert.That(app.EnumerateObject().Select(member => member.Name), Is.EqualTo(["secret", "uri", "qr_svg"]));
            Assert.That(secret, Has.Length.EqualTo(20));
            Assert.That(app.GetProperty("uri").GetString(), Does.StartWith("otpauth://totp/Auth:").And.Contains("issuer=Auth"));
            Assert.That(XDocument.Parse(app.GetProperty("qr_svg").GetString()!).Root!.Name.LocalName, Is.EqualTo("svg"));
            Assert.That((unconfirmed, (int)login.StatusCode), Is.EqualTo(("", 200)));
            Assert.That((wrong, right, replayed), Is.EqualTo(("400 TOTP_BAD_CODE", "200", "400 TOTP_BAD_CODE")));
            Assert.That(await server.FactorsAsync(session.Access), Is.EqualTo("totp:1 recovery_code:10"));
        });
    }

    [Test]
    public async Task A_new_app_replaces_the_old_one_when_it_is_confirmed_and_keeps_the_recovery_codes()
    {
        var server = await SharedServers.GetAsync(engine, Clock);
        var old = await server.EnrolAsync(Now);

        using var begun = await server.SendAsync(HttpMethod.Post, "/api/users/me/totp", old.Session.Access);
        var replaced = old with { Secret = (await begun.JsonAsync()).GetProperty("secret").GetString()! };
        var before = await server.TryFactorAsync(await server.ChallengeAsync(old), old.Code(Now));
        using var confirmed = await server.SendAsync(
            HttpMethod.Post, "/api/users/me/totp/confirm", old.Session.Access, new { code = replaced.Code(Now) });
        var codes = await FactorRequests.CodesAsync(confirmed);
        var after = (
            await server.TryFactorAsync(await server.ChallengeAsync(old), old.Code(Now, 1)),
            await server.TryFactorAsync(await server.ChallengeAsync(old), replaced.Code(Now, 1)));

        Assert.That((before, codes.Count, after), Is.EqualTo(("200", 0, (FactorRequests.BadCode, "200"))));
    }

    [Test]
    public async Task Sessions_opened_before_remain_when_a_factor_is_added_and_end_when_it_is_removed()
    {
        var server = await SharedServers.GetAsync(engine, Clock);
        var user = await server.CreateUserAsync();
        var other = await server.LogInAsync(user);
        var enrolled = await server.EnrolAsync(Now, user);
        var challenge = await server.ChallengeAsync(enrolled);

        var whileAdded = await server.StatusOfMeAsync(other.Access);
        using var removed = await server.SendAsync(HttpMethod.Delete, "/api/users/me/totp", enrolled.Session.Access);
        using var login = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.Multiple(async () =>
        {
            Assert.That((whileAdded, (int)removed.StatusCode), Is.EqualTo((200, 204)));
            Assert.That(await server.StatusOfMeAsync(other.Access), Is.EqualTo(401));
            Assert.That(await server.StatusOfMeAsync(enrolled.Session.Access), Is.EqualTo(200));
            Assert.That(await server.FactorsAsync(enrolled.Session.Access), Is.Empty);
            Assert.That((int)login.StatusCode, Is.EqualTo(200));
            Assert.That(await server.TryFactorAsync(challenge, enrolled.Code(Now)), Is.EqualTo(FactorRequests.BadToken));
            Assert.That(
                await server.ResultAsync(HttpMethod.Delete, "/api/users/me/totp", enrolled.Session.Access), Is.EqualTo("404 Not Found"));
        });
    }

    [Test]
    public async Task New_recovery_codes_replace_the_old_ones()
    {
        var server = await SharedServers.GetAsync(engine, Clock);
        var user = await server.EnrolAsync(Now);
        var plain = await server.LogInAsync(await server.CreateUserAsync());

        using var renewed = await server.SendAsync(HttpMethod.Post, "/api/users/me/recovery-codes", user.Session.Access);
        var codes = await FactorRequests.CodesAsync(renewed);
        string[] results =
        [
            await server.TryFactorAsync(await server.ChallengeAsync(user), user.RecoveryCodes[0], "recovery_code"),
            await server.TryFactorAsync(await server.ChallengeAsync(user), codes[0], "recovery_code"),
            await server.ResultAsync(HttpMethod.Post, "/api/users/me/recovery-codes", plain.Access),
        ];

        Assert.That(codes, Has.Count.EqualTo(10).And.Not.SubsetOf(user.RecoveryCodes));
        Assert.That(results, Is.EqualTo([FactorRequests.BadCode, "200", "404 Not Found"]));
    }

    [TestCase("POST", "/api/users/me/totp", "200")]
    [TestCase("DELETE", "/api/users/me/totp", "204")]
    [TestCase("POST", "/api/users/me/recovery-codes", "200")]
    public async Task A_change_requires_the_current_password_or_a_login_within_ten_minutes(string method, string path, string success)
    {
        var clock = SessionRequests.NewClock();
        await using var server = await SessionRequests.StartServerAsync(engine, clock);
        var user = await server.EnrolAsync(clock.GetUtcNow());
        var verb = new HttpMethod(method);

        clock.Advance(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1));
        var late = await server.ResultAsync(verb, path, user.Session.Access);
        var wrong = await server.ResultAsync(verb, path, user.Session.Access, new { current_password = "wrong-horse-9" });
        var invalid = await server.ResultAsync(verb, path, user.Session.Access, new { current_password = 5 });
        var withoutSession = await server.ResultAsync(verb, path, await server.TokenOfAsync(user.User));
        var steppedUp = await server.ResultAsync(
            HttpMethod.Post, "/api/token/step-up", user.Session.Access, new { method = "totp", code = user.Code(clock.GetUtcNow()) });
        clock.Advance(TimeSpan.FromMinutes(10));
        var recent = await server.ResultAsync(verb, path, user.Session.Access);

        Assert.That(
            (string[])[late, wrong, invalid, withoutSession, steppedUp, recent],
            Is.EqualTo(
            [
                FactorRequests.NotRecent, "400 UPDATE_USER_BAD_CURRENT_PASSWORD", "422 body.current_password string_type",
                FactorRequests.NotRecent, "200", success,
            ]));
    }

    [Test]
    public async Task A_superuser_sees_and_removes_the_factors_of_a_user_who_is_notified()
    {
        var server = await SharedServers.GetAsync(engine, Clock);
        var user = await server.EnrolAsync(Now);
        var admin = await server.LogInAsync(await server.CreateUserAsync(superuser: true));
        var path = $"/api/users/{user.User.Id}/second-factors";

        string[] refused =
        [
            await server.ResultAsync(HttpMethod.Delete, path, user.Session.Access),
            await server.ResultAsync(HttpMethod.Delete, $"{path}/passkey", admin.Access),
            await server.ResultAsync(HttpMethod.Delete, $"/api/users/{Guid.NewGuid()}/second-factors", admin.Access),
            await server.ResultAsync(HttpMethod.Get, "/api/users/x/second-factors", admin.Access),
        ];
        var before = await server.FactorsAsync(admin.Access, path);
        var removed = await server.ResultAsync(HttpMethod.Delete, path, admin.Access);
        await server.SendMailAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(refused, Is.EqualTo(["403 Forbidden", "404 Not Found", "404 Not Found", "404 Not Found"]));
            Assert.That((before, removed), Is.EqualTo(("totp:1 recovery_code:10", "204")));
            Assert.That(await server.FactorsAsync(admin.Access, path), Is.Empty);
            Assert.That(await server.StatusOfMeAsync(user.Session.Access), Is.EqualTo(401));
            Assert.That((int)(await server.LoginAsync(user.User.Email, AuthServer.Password)).StatusCode, Is.EqualTo(200));
            Assert.That(
                (await server.TrailOfAsync(user.User.Id)).Where(row => row.Name == "second_factor_removed")
                    .Select(row => (row.Detail, row.ActorId)),
                Is.EquivalentTo([("totp", (Guid?)Jwt.ClaimsOf(admin.Access).GetProperty("sub").GetGuid()),
                    ("recovery_code", Jwt.ClaimsOf(admin.Access).GetProperty("sub").GetGuid())]));
            Assert.That(
                SubjectsTo(server, user.User.Email),
                Does.Contain("A second factor (authenticator app) was removed").And.Contains("A second factor (authenticator app) was added"));
        });
    }

    [Test]
    public async Task Removing_one_kind_keeps_the_others_and_the_last_real_factor_takes_the_recovery_codes_along()
    {
        var server = await SharedServers.GetAsync(engine, Clock);
        var user = await server.EnrolAsync(Now);
        var admin = await server.LogInAsync(await server.CreateUserAsync(superuser: true));
        var path = $"/api/users/{user.User.Id}/second-factors";

        var codes = await server.ResultAsync(HttpMethod.Delete, $"{path}/recovery_code", admin.Access);
        var afterCodes = await server.FactorsAsync(admin.Access, path);
        var stillRequired = await server.ChallengeAsync(user);
        await server.ResultAsync(HttpMethod.Delete, $"{path}/totp", admin.Access);

        Assert.That(
            (codes, afterCodes, stillRequired.Length > 0, await server.FactorsAsync(admin.Access, path)),
            Is.EqualTo(("204", "totp:1", true, "")));
    }

    private static string[] SubjectsTo(AuthServer server, string address) =>
    [
        .. Directory.EnumerateFiles(server.PickupFolder, "*.eml").Select(file => MimeMessage.Load(file))
            .Where(mail => mail.To.Mailboxes.Single().Address == address).Select(mail => mail.Subject!),
    ];
}
