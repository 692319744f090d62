using System.Buffers.Text;
using System.Text.Json;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.Audit;
using Auth.Tests.Integration.Backends;
using Auth.Tests.Integration.Mail;
using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Passkeys;

/// <summary>Passkeys of users: adding, logging in, listing, renaming and removing.</summary>
[OnEachDatabase]
public sealed class PasskeyTests(DatabaseEngine engine)
{
    [Test]
    public async Task A_user_adds_a_passkey_and_logs_in_with_it()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var (user, authenticator, _, id) = await server.CreatePasskeyUserAsync();

        using var login = await server.SendPasskeyAsync(authenticator.Assert(await server.RequestOptionsAsync()));
        var tokens = await Tokens.ReadAsync(login);

        Assert.That(await server.StatusOfMeAsync(tokens.Access), Is.EqualTo(200));
        Assert.That(
            await server.TrailNamesAsync(user),
            Is.EqualTo(["login_succeeded", $"passkey_added {id}", $"passkey_used {id}", "login_succeeded"]));
        Assert.That((await server.PasskeysOfAsync(user)).Single().LastUsedAt, Is.Not.Null);
    }

    [TestCase(false, true, "hwk mfa user")]
    [TestCase(true, true, "mfa swk user")]
    [TestCase(true, false, "swk")]
    public async Task The_methods_of_a_login_show_the_kind_of_key_and_whether_the_user_was_verified(
        bool isSynchronized, bool isUserVerified, string expected)
    {
        var server = await PasskeyServers.GetAsync(engine, ("Auth:Passkeys:UserVerification", "Preferred"));
        var added = await server.CreatePasskeyUserAsync(new SoftwareAuthenticator { IsSynchronized = isSynchronized });

        using var login = await server.SendPasskeyAsync(added.Authenticator.Assert(
            await server.RequestOptionsAsync(), new PasskeyForgery { IsUserVerified = isUserVerified }));
        var claims = Jwt.ClaimsOf((await Tokens.ReadAsync(login)).Access);

        Assert.That(
            string.Join(' ', claims.GetProperty("amr").EnumerateArray().Select(method => method.GetString())), Is.EqualTo(expected));
    }

    [TestCase(BackendServers.Database, 200)]
    [TestCase(BackendServers.Cookie, 204)]
    [TestCase(BackendServers.CookieDatabase, 204)]
    public async Task A_login_has_the_response_of_its_backend(string backend, int status)
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();

        using var login = await server.SendPasskeyAsync(
            added.Authenticator.Assert(await server.RequestOptionsAsync(backend)), backend);

        Assert.That((int)login.StatusCode, Is.EqualTo(status));
        Assert.That(BackendServers.Cookies(login).Count(), Is.EqualTo(status == 204 ? 1 : 0));
    }

    [Test]
    public async Task The_options_name_the_user_and_exclude_the_passkeys_that_the_user_has()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();

        var options = await server.CreationOptionsAsync(added.Tokens.Access);

        Assert.Multiple(() =>
        {
            Assert.That(options.GetProperty("rp").GetProperty("id").GetString(), Is.EqualTo("localhost"));
            Assert.That(options.GetProperty("user").GetProperty("name").GetString(), Is.EqualTo(added.User.Email));
            Assert.That(
                BytesOf(options.GetProperty("user").GetProperty("id")),
                Is.EqualTo(added.User.Id.ToByteArray(bigEndian: true)));
            Assert.That(
                BytesOf(options.GetProperty("excludeCredentials").EnumerateArray().Single().GetProperty("id")),
                Is.EqualTo(added.Authenticator.CredentialId));
            Assert.That(options.GetProperty("authenticatorSelection").GetProperty("residentKey").GetString(), Is.EqualTo("required"));
            Assert.That(options.GetProperty("timeout").GetInt32(), Is.EqualTo(300_000));
        });
    }

    [Test]
    public async Task The_options_of_a_login_name_no_credential()
    {
        var server = await PasskeyServers.GetAsync(engine);

        var options = await server.RequestOptionsAsync();

        Assert.That(options.GetProperty("allowCredentials").GetArrayLength(), Is.Zero);
        Assert.That(options.GetProperty("userVerification").GetString(), Is.EqualTo("required"));
    }

    [Test]
    public async Task Passkeys_are_listed_renamed_and_removed()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();
        var path = $"{PasskeyServers.Passkeys}/{added.Id}";

        using var renamed = await server.SendAsync(HttpMethod.Patch, path, added.Tokens.Access, new { name = "Phone" });
        using var listed = await server.SendAsync(HttpMethod.Get, PasskeyServers.Passkeys, added.Tokens.Access);
        using var removed = await server.SendAsync(HttpMethod.Delete, path, added.Tokens.Access);
        using var again = await server.SendAsync(HttpMethod.Delete, path, added.Tokens.Access);

        var passkey = (await listed.JsonAsync()).EnumerateArray().Single();
        Assert.Multiple(async () =>
        {
            Assert.That(await renamed.SummaryAsync(), Is.EqualTo("200"));
            Assert.That(passkey.GetProperty("name").GetString(), Is.EqualTo("Phone"));
            Assert.That(
                passkey.EnumerateObject().Select(member => member.Name),
                Is.EqualTo(["id", "name", "aaguid", "transports", "is_backup_eligible", "is_backed_up", "created_at", "last_used_at"]));
            Assert.That((int)removed.StatusCode, Is.EqualTo(204));
            Assert.That(await again.SummaryAsync(), Is.EqualTo("404 Not Found"));
            Assert.That(await server.TryPasskeyAsync(added.Authenticator), Is.EqualTo("400 LOGIN_BAD_CREDENTIALS"));
        });
    }

    [Test]
    public async Task A_removal_revokes_other_sessions()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();
        using var login = await server.SendPasskeyAsync(added.Authenticator.Assert(await server.RequestOptionsAsync()));
        var other = await Tokens.ReadAsync(login);

        await server.StatusAsync(HttpMethod.Delete, $"{PasskeyServers.Passkeys}/{added.Id}", added.Tokens.Access);

        Assert.That(
            (await server.StatusOfMeAsync(other.Access), await server.StatusOfMeAsync(added.Tokens.Access)), Is.EqualTo((401, 200)));
    }

    [Test]
    public async Task The_last_credential_cannot_be_removed()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();
        await server.UpdateUserAsync(added.User, stored => stored.RemovePassword(TimeProvider.System.GetUtcNow()));
        using var login = await server.SendPasskeyAsync(added.Authenticator.Assert(await server.RequestOptionsAsync()));
        var token = (await Tokens.ReadAsync(login)).Access;

        using var last = await server.SendAsync(HttpMethod.Delete, $"{PasskeyServers.Passkeys}/{added.Id}", token);
        await server.AddPasskeyAsync(token, new SoftwareAuthenticator());
        using var first = await server.SendAsync(HttpMethod.Delete, $"{PasskeyServers.Passkeys}/{added.Id}", token);

        Assert.That(
            (await last.SummaryAsync(), (int)first.StatusCode, (await server.PasskeysOfAsync(added.User)).Count),
            Is.EqualTo(("400 LAST_CREDENTIAL", 204, 1)));
    }

    [Test]
    public async Task Passkeys_of_another_user_are_neither_renamed_nor_removed()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var (added, other) = (await server.CreatePasskeyUserAsync(), await server.CreatePasskeyUserAsync());
        var path = $"{PasskeyServers.Passkeys}/{added.Id}";

        var renamed = await server.StatusAsync(HttpMethod.Patch, path, other.Tokens.Access, new { name = "Mine" });
        var removed = await server.StatusAsync(HttpMethod.Delete, path, other.Tokens.Access);

        Assert.That((renamed, removed), Is.EqualTo((404, 404)));
        Assert.That((await server.PasskeysOfAsync(added.User)).Single().Name, Is.EqualTo("My key"));
    }

    [Test]
    public async Task A_user_has_at_most_the_configured_number_of_passkeys()
    {
        var server = await PasskeyServers.GetAsync(engine, ("Auth:Passkeys:MaxPerUser", "2"));
        var user = await server.CreateUserAsync();
        var token = (await server.LogInAsync(user)).Access;
        var options = new List<JsonElement>();
        for (var i = 0; i < 4; i++)
            options.Add(await server.CreationOptionsAsync(token));

        var responses = await Task.WhenAll(options.Select(each => server.SendAsync(
            HttpMethod.Post, PasskeyServers.Passkeys, token, new { credential = new SoftwareAuthenticator().Create(each) })));
        using var more = await server.SendAsync(HttpMethod.Post, PasskeyServers.Passkeys + "/options", token);

        Assert.That(
            (await Task.WhenAll(responses.Select(response => response.SummaryAsync()))).Order(),
            Is.EqualTo(["201", "201", "400 PASSKEY_TOO_MANY", "400 PASSKEY_TOO_MANY"]));
        Assert.That(await more.SummaryAsync(), Is.EqualTo("400 PASSKEY_TOO_MANY"));
    }

    [Test]
    public async Task An_inactive_user_cannot_log_in()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();
        await server.UpdateUserAsync(added.User, stored => stored.SetActive(false));

        Assert.That(await server.TryPasskeyAsync(added.Authenticator), Is.EqualTo("400 LOGIN_BAD_CREDENTIALS"));
    }

    [Test]
    public async Task A_login_requires_a_verified_address_if_the_settings_do()
    {
        var server = await PasskeyServers.GetAsync(engine, ("Auth:RequiresVerification", "true"));
        var added = await server.CreatePasskeyUserAsync();
        await server.UpdateUserAsync(added.User, stored => stored.SetVerified(false));

        Assert.That(await server.TryPasskeyAsync(added.Authenticator), Is.EqualTo("400 LOGIN_USER_NOT_VERIFIED"));
    }

    [Test]
    public async Task The_passkeys_of_a_deleted_user_are_deleted()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();

        await server.DeleteUserAsync(added.User);

        Assert.That(await server.PasskeysOfAsync(added.User), Is.Empty);
        Assert.That(await server.TryPasskeyAsync(added.Authenticator), Is.EqualTo("400 LOGIN_BAD_CREDENTIALS"));
    }

    [Test]
    public async Task The_user_is_notified_when_a_passkey_is_added_and_removed()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync();
        await server.StatusAsync(HttpMethod.Delete, $"{PasskeyServers.Passkeys}/{added.Id}", added.Tokens.Access);
        await server.SendMailAsync();

        Assert.That(
            Mails.To(server, added.User.Email).Select(mail => mail.Subject).Order(),
            Is.EqualTo(["A passkey was added", "A passkey was removed"]));
    }

    [Test]
    public async Task A_passkey_requires_a_recent_login_or_the_current_password()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var server = await PasskeyServers.StartAsync(engine, clock, ("Auth:Jwt:LifetimeSeconds", "86400"));
        var user = await server.CreateUserAsync();
        var token = (await server.LogInAsync(user)).Access;
        clock.Advance(TimeSpan.FromHours(12));
        const string Path = PasskeyServers.Passkeys + "/options";

        using var without = await server.SendAsync(HttpMethod.Post, Path, token);
        using var wrong = await server.SendAsync(HttpMethod.Post, Path, token, new { current_password = "wrong-horse-9" });
        using var right = await server.SendAsync(HttpMethod.Post, Path, token, new { current_password = AuthServer.Password });

        Assert.That((int)without.StatusCode, Is.EqualTo(403));
        Assert.That(
            (await wrong.SummaryAsync(), await right.SummaryAsync()), Is.EqualTo(("400 UPDATE_USER_BAD_CURRENT_PASSWORD", "200")));
    }

    [Test]
    public async Task A_password_reset_removes_the_passkeys_of_an_unverified_user_only()
    {
        var server = await PasskeyServers.GetAsync(engine);
        var unverified = await server.CreatePasskeyUserAsync(verified: false);
        var verified = await server.CreatePasskeyUserAsync(verified: true);

        foreach (var user in new[] { unverified.User, verified.User })
        {
            var status = await server.StatusAsync(
                HttpMethod.Post, "/api/auth/reset-password",
                json: new { token = Claims.ForReset(user).Sign(), password = "another-horse-8" });
            Assert.That(status, Is.EqualTo(200));
        }

        Assert.That(
            (await server.TryPasskeyAsync(unverified.Authenticator), await server.TryPasskeyAsync(verified.Authenticator)),
            Is.EqualTo(("400 LOGIN_BAD_CREDENTIALS", "200")));
    }

    [TestCase(false, "400 LOGIN_BAD_CREDENTIALS")]
    [TestCase(true, "200")]
    public async Task A_verification_keeps_the_passkeys_of_a_user_who_is_signed_in(bool isSignedIn, string expected)
    {
        var server = await PasskeyServers.GetAsync(engine);
        var added = await server.CreatePasskeyUserAsync(verified: false);

        await server.StatusAsync(
            HttpMethod.Post, "/api/auth/verify", isSignedIn ? added.Tokens.Access : null,
            new { token = Claims.ForVerification(added.User).Sign() });

        Assert.That(await server.TryPasskeyAsync(added.Authenticator), Is.EqualTo(expected));
    }

    [Test]
    public async Task Without_settings_there_are_no_routes()
    {
        var server = await SharedServers.GetAsync(engine);
        var token = (await server.LogInAsync(await server.CreateUserAsync())).Access;

        Assert.That(
            (await server.StatusAsync(HttpMethod.Get, PasskeyServers.Passkeys, token),
                await server.StatusAsync(HttpMethod.Post, "/api/token/passkey/options"),
                await server.StatusAsync(HttpMethod.Post, "/api/token/passkey")),
            Is.EqualTo((404, 404, 404)));
    }

    private static byte[] BytesOf(JsonElement text) => Base64Url.DecodeFromChars(text.GetString());
}
