using System.Buffers.Text;
using System.Text;
using Auth.Application.Backends.Opaque;
using Auth.Domain.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Sessions;

[OnEachDatabase]
public sealed class SessionOpeningTests(DatabaseEngine engine)
{
    private static readonly string[] Members = ["access_token", "expires_in", "refresh_token", "token_type"];

    [Test]
    public async Task A_login_returns_two_tokens_and_the_lifetime_of_the_access_token()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        using var login = await server.LoginAsync(user.Email, AuthServer.Password);
        var json = await login.JsonAsync();

        Assert.Multiple(() =>
        {
            Assert.That(json.EnumerateObject().Select(member => member.Name), Is.EquivalentTo(Members));
            Assert.That(json.GetProperty("expires_in").GetInt32(), Is.EqualTo(3600));
        });
    }

    [Test]
    public async Task An_access_token_contains_the_id_of_its_session()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        var tokens = await server.LogInAsync(user);

        var session = (await server.SessionsOfAsync(user)).Single();
        Assert.That((session.Id, session.EndedAt), Is.EqualTo((tokens.SessionId, (DateTimeOffset?)null)));
    }

    [Test]
    public async Task Each_login_creates_a_session()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        var (first, second) = (await server.LogInAsync(user), await server.LogInAsync(user));

        Assert.That(
            (await server.SessionsOfAsync(user)).Select(session => session.Id),
            Is.EquivalentTo(new[] { first.SessionId, second.SessionId }));
    }

    [Test]
    public async Task A_refresh_token_has_256_bits_and_is_unique()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        var tokens = new[] { (await server.LogInAsync(user)).Refresh, (await server.LogInAsync(user)).Refresh };

        Assert.That(tokens.Select(token => Base64Url.DecodeFromChars(token).Length), Is.All.EqualTo(32));
        Assert.That(tokens, Is.Unique);
    }

    [Test]
    public async Task Only_the_hash_of_a_refresh_token_is_stored()
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        var first = await server.LogInAsync(user);
        var second = await server.RefreshAsync(first.Refresh);

        Assert.That(
            (await server.RefreshTokensOfAsync(user)).Select(token => token.Hash),
            Is.EquivalentTo(new[] { OpaqueToken.Hash(first.Refresh), OpaqueToken.Hash(second.Refresh) }));
    }

    [Test]
    public async Task The_files_of_the_server_contain_no_token()
    {
        if (engine is not DatabaseEngine.Sqlite)
            Assert.Ignore("The files of a database server are not accessible.");
        await using var server = await AuthServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        var first = await server.LogInAsync(user);
        var second = await server.RefreshAsync(first.Refresh);

        var stored = new StringBuilder();
        foreach (var file in Directory.EnumerateFiles(server.Folder))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            stored.Append(await reader.ReadToEndAsync());
        }

        var text = stored.ToString();
        var asBytes = Encoding.Latin1.GetString(Base64Url.DecodeFromChars(second.Refresh));
        string[] secrets = [first.Refresh, second.Refresh, asBytes, first.Access.Split('.')[2]];
        Assert.That(text, Does.Contain(user.Email));
        Assert.That(secrets.Where(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)), Is.Empty);
    }

    [TestCase("another hash")]
    [TestCase("inactive")]
    [TestCase("deleted")]
    public async Task A_session_is_not_created_if_the_user_has_changed_since_authentication(string meanwhile)
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var now = DateTimeOffset.FromUnixTimeSeconds(2_000_000_000);
        switch (meanwhile)
        {
            case "inactive":
                await server.UpdateUserAsync(user, stored => stored.SetActive(false));
                break;
            case "deleted":
                await server.DeleteUserAsync(user);
                break;
            default:
                await server.UpdateUserAsync(user, stored => stored.ChangePassword("another", now));
                break;
        }

        await using var scope = server.Services.CreateAsyncScope();
        var opened = await scope.ServiceProvider.GetRequiredService<ISessionRepository>().OpenAsync(
            Session.Open(user.Id, null, null, now, now.AddDays(1)), new byte[32], user.SecurityStamp, maxSessions: 100, default);

        Assert.That((opened, (await server.SessionsOfAsync(user)).Count), Is.EqualTo((false, 0)));
    }

    [Test]
    public async Task A_login_is_refused_if_the_password_changes_before_the_session_is_created()
    {
        var hasher = new InterruptedHasher();
        await using var server = await AuthServer.StartAsync(engine, services: hasher.Replace);
        var user = await server.CreateUserAsync();
        hasher.AfterVerification = () =>
            server.UpdateUserAsync(user, stored => stored.ChangePassword("another", DateTimeOffset.UnixEpoch));

        using var login = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("400 LOGIN_BAD_CREDENTIALS"));
        Assert.That(await server.SessionsOfAsync(user), Is.Empty);
    }
}
