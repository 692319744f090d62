using System.Text.Json;
using Auth.Domain.Users;
using Auth.ReferenceHashes;
using Auth.Tests.Integration;
using Auth.Tests.Unit.Passwords.Formats;

namespace Auth.Tests.Conformance;

/// <summary>Reset links that fastapi-users mailed before the migration.</summary>
public sealed class ForeignResetTokenTests
{
    private const string BadToken = "400 RESET_PASSWORD_BAD_TOKEN";

    // A hash of SomeFormats.Password, as fastapi-users 13 and later store it, with a lower cost.
    private const string Stored = "$argon2id$v=19$m=64,t=1,p=2$c2l4dGVlbiBieXRlcy4uLg$nCF+qe4L9aOhZR6UtrS8nw";

    [TestCase("argon2", Stored)]
    [TestCase("bcrypt", Stored)]
    [TestCase("argon2", "$2b$04$CCCCCCCCCCCCCCCCCCCCC.S3h.xRutX1YDSJzNDbZiCoFVp2Ql8Bm")]
    [TestCase("bcrypt", "$2b$04$CCCCCCCCCCCCCCCCCCCCC.S3h.xRutX1YDSJzNDbZiCoFVp2Ql8Bm")]
    public async Task A_link_of_fastapi_users_is_valid_once(string kind, string stored)
    {
        var server = await AcceptingAsync();
        var user = await ImportAsync(server, stored);
        var token = Token(user, FingerprintOf(kind, stored));

        Assert.That(await ResetAsync(server, token), Is.EqualTo("200"));
        Assert.That(await ResetAsync(server, token), Is.EqualTo(BadToken));
        using var login = await server.LoginAsync(user.Email, "another-horse-10");
        Assert.That((int)login.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task A_weak_password_does_not_use_up_the_link()
    {
        var server = await AcceptingAsync();
        var user = await ImportAsync(server, Stored);
        var token = Token(user, FingerprintOf("bcrypt", Stored));

        Assert.That(await ResetAsync(server, token, "short"), Does.StartWith("400").And.Not.EqualTo(BadToken));
        Assert.That(await ResetAsync(server, token), Is.EqualTo("200"));
    }

    [Test]
    public async Task The_link_is_refused_while_the_setting_is_off()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await ImportAsync(server, Stored);

        Assert.That(await ResetAsync(server, Token(user, FingerprintOf("argon2", Stored))), Is.EqualTo(BadToken));
    }

    [Test]
    public async Task The_first_login_invalidates_the_link()
    {
        var server = await AcceptingAsync();
        var user = await ImportAsync(server, Stored);
        var token = Token(user, FingerprintOf("argon2", Stored));

        using var login = await server.LoginAsync(user.Email, SomeFormats.Password);

        Assert.That((int)login.StatusCode, Is.EqualTo(200));
        Assert.That(await ResetAsync(server, token), Is.EqualTo(BadToken));
    }

    [Test]
    public async Task The_link_of_another_user_is_refused()
    {
        var server = await AcceptingAsync();
        var (user, other) = (await ImportAsync(server, Stored), await server.CreateUserAsync());

        Assert.That(await ResetAsync(server, Token(other, FingerprintOf("argon2", Stored))), Is.EqualTo(BadToken));
        Assert.That(await ResetAsync(server, Token(user, FingerprintOf("argon2", other.HashedPassword))), Is.EqualTo(BadToken));
    }

    [Test]
    public async Task The_link_of_a_deactivated_user_is_refused()
    {
        var server = await AcceptingAsync();
        var user = await ImportAsync(server, Stored);
        await server.UpdateUserAsync(user, stored => stored.SetActive(false));

        Assert.That(await ResetAsync(server, Token(user, FingerprintOf("bcrypt", Stored))), Is.EqualTo(BadToken));
    }

    // A fingerprint is a hash of the stored hash, not of a password, and not the stored hash itself.
    [TestCase(Stored)]
    [TestCase("")]
    [TestCase("$argon2id$")]
    [TestCase("$argon2id$v=19$m=4194304,t=1000000,p=1$c2FsdHNhbHQ$AAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("$2b$31$CCCCCCCCCCCCCCCCCCCCC.S3h.xRutX1YDSJzNDbZiCoFVp2Ql8Bm")]
    [TestCase("pbkdf2_sha256$1000$seasalt$OofSeP0tGjWlOeYzqZC1pdy/UFi+8l72gG/b1q/RAgo=")]
    [TestCase(null)]
    public async Task Any_other_fingerprint_is_refused(string? fingerprint)
    {
        var server = await AcceptingAsync();
        var user = await ImportAsync(server, Stored);

        Assert.That(await ResetAsync(server, Token(user, fingerprint)), Is.EqualTo(BadToken));
    }

    private static Task<AuthServer> AcceptingAsync() => SharedServers.SqliteAsync(("Auth:Migration:AcceptForeignResetTokens", "true"));

    private static async Task<User> ImportAsync(AuthServer server, string hash)
    {
        var user = await server.CreateUserAsync();
        await server.UpdateUserAsync(user, stored => stored.ReplaceHash(hash));
        return user;
    }

    private static string Token(User user, string? fingerprint) => Claims.ForReset(user)
        .With("password_fgpt", fingerprint is null ? null : JsonSerializer.Serialize(fingerprint)).Sign();

    private static string FingerprintOf(string kind, string storedHash)
    {
        if (!FastApiUsers.IsAvailable)
            Assert.Ignore("needs python3-argon2 and python3-bcrypt");
        return FastApiUsers.Fingerprint(kind, storedHash);
    }

    private static async Task<string> ResetAsync(AuthServer server, string token, string password = "another-horse-10")
    {
        using var reset = await server.SendAsync(
            HttpMethod.Post, "/api/auth/reset-password", json: new { token, password });
        return await reset.SummaryAsync();
    }
}
