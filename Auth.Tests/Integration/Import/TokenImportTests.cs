using System.Globalization;
using Auth.Application.Users.Import;
using Auth.Application.Users.Import.Kinds;
using Auth.Domain.Users;
using Auth.Tests.Integration.Backends;
using Auth.Tests.Unit.Backends;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Import;

/// <summary>Tokens of the source that remain valid.</summary>
[OnEachDatabase]
public sealed class TokenImportTests(DatabaseEngine engine)
{
    private const string Token = "EHSaVjJcEDGriPw7v11eiLXE4wgeJ6yzwgQTk0xT0E4", Other = "AAAAVjJcEDGriPw7v11eiLXE4wgeJ6yzwgQTk0xT0E4";

    private static readonly Guid Ada = Guid.NewGuid();

    private AuthServer _server = null!;

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task An_opaque_token_is_valid_until_its_lifetime_ends()
    {
        _server = await AuthServer.StartAsync(engine, BackendServers.Settings());

        var imported = await ImportAsync($"{Ada},{Token},{Ago(3500)}", $"{Ada},{Other},{Ago(3700)}");

        Assert.That((await MeAsync(Token), await MeAsync(Other)), Is.EqualTo((200, 401)));
        Assert.That(imported.Lines, Is.EqualTo(["access_tokens 2 expired_token created_at error"]));
    }

    [Test]
    public async Task A_longer_lifetime_is_an_option()
    {
        _server = await AuthServer.StartAsync(engine, BackendServers.Settings());

        await ImportAsync(TimeSpan.FromHours(2), $"{Ada},{Token},{Ago(3700)}");

        Assert.That(await MeAsync(Token), Is.EqualTo(200));
    }

    [Test]
    public async Task An_imported_token_is_stored_as_a_hash()
    {
        _server = await AuthServer.StartAsync(engine, BackendServers.Settings());
        await ImportAsync($"{Ada},{Token},{Ago(10)}");
        await using var scope = _server.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<IImportStore>();

        var found = await store.FindTokensAsync([Application.Backends.Opaque.OpaqueToken.Hash(Token)], default);

        Assert.That(found, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_revoked_token_stays_revoked_after_another_import()
    {
        _server = await AuthServer.StartAsync(engine, BackendServers.Settings());
        var created = Ago(10);
        await ImportAsync($"{Ada},{Token},{created}");
        using var logout = await _server.SendAsync(HttpMethod.Post, "/api/database/logout", Token);

        var second = await ImportAsync($"{Ada},{Token},{created}");

        Assert.That(await MeAsync(Token), Is.EqualTo(401));
        Assert.That(second.Summary.GetProperty("access_tokens").GetProperty("unchanged").GetInt64(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_token_from_before_a_new_password_is_not_imported()
    {
        _server = await AuthServer.StartAsync(engine, BackendServers.Settings());
        await ImportAsync($"{Ada},{Token},{Ago(20)}");
        await using (var scope = _server.Services.CreateAsyncScope())
        {
            var user = await scope.ServiceProvider.GetRequiredService<IUserRepository>().FindAsync(Ada, default);
            await _server.UpdateUserAsync(user!, stored => stored.ChangePassword(Imports.Argon2id, TimeProvider.System.GetUtcNow()));
        }

        var second = await ImportAsync($"{Ada},{Other},{Ago(10)}");

        Assert.That(second.Lines, Does.Contain("access_tokens 1 outdated_token created_at error"));
        Assert.That(await MeAsync(Other), Is.EqualTo(401));
    }

    [Test]
    public async Task Unusable_tokens_are_reported()
    {
        _server = await AuthServer.StartAsync(engine, BackendServers.Settings());

        var imported = await ImportAsync(
            $"{Guid.NewGuid()},{Token},{Ago(10)}", $"{Ada},short,{Ago(10)}", $"{Ada},{Other},yesterday", $"é,{Other},{Ago(1)}");

        Assert.That(imported.Lines, Is.EqualTo(
        [
            "access_tokens 2 malformed_token token error", "access_tokens 3 invalid_time created_at error",
            "access_tokens 4 invalid_id user_id error", "access_tokens 1 without_user user_id error",
        ]));
    }

    [TestCase("true", ExpectedResult = 200)]
    [TestCase("false", ExpectedResult = 401)]
    public async Task<int> A_JWT_with_a_legacy_id_is_accepted_by_a_setting(string accepted)
    {
        _server = await AuthServer.StartAsync(
            engine, new Dictionary<string, string> { ["Auth:Migration:AcceptLegacyIds"] = accepted });
        await _server.ImportAsync(_server.Csv(Imports.Row(1000, "ada@example.com")));
        var claims = HandmadeToken.Claims(
            Ada, TimeProvider.System.GetUtcNow(), "fastapi-users:auth", ("sub", "\"1000\""), ("aud", "[\"fastapi-users:auth\"]"));

        return await MeAsync(HandmadeToken.Sign(claims, secret: AuthServer.Secret));
    }

    [Test]
    public async Task A_JWT_with_another_legacy_id_is_refused()
    {
        _server = await AuthServer.StartAsync(
            engine, new Dictionary<string, string> { ["Auth:Migration:AcceptLegacyIds"] = "true" });
        await _server.ImportAsync(_server.Csv(Imports.Row(1000, "ada@example.com")));
        foreach (var subject in new[] { "1001", "01000", " 1000", "1000\\u0000", "é", "" })
        {
            var claims = HandmadeToken.Claims(
                Ada, TimeProvider.System.GetUtcNow(), "fastapi-users:auth", ("sub", $"\"{subject}\""), ("aud", "[\"fastapi-users:auth\"]"));
            Assert.That(await MeAsync(HandmadeToken.Sign(claims, secret: AuthServer.Secret)), Is.EqualTo(401), subject);
        }
    }

    private Task<Imported> ImportAsync(params string[] tokens) => ImportAsync(TimeSpan.FromHours(1), tokens);

    private async Task<Imported> ImportAsync(TimeSpan lifetime, params string[] tokens)
    {
        var file = Path.Combine(_server.Folder, $"{Guid.NewGuid():N}.csv");
        await File.WriteAllLinesAsync(file, tokens.Prepend("user_id,token,created_at"));
        return await _server.ImportAsync(
            new ImportLocation(ImportKinds.FastApiUsers, _server.Csv(Imports.Row(Ada, "ada@example.com")), AccessTokens: file),
            tokenLifetime: lifetime);
    }

    private Task<int> MeAsync(string token) => _server.MeAsync(("Authorization", $"Bearer {token}"));

    /// <summary>A time in the notation of SQLAlchemy on SQLite.</summary>
    private static string Ago(int seconds) =>
        TimeProvider.System.GetUtcNow().AddSeconds(-seconds).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
