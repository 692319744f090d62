using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Security.Logs;

/// <summary>That the search which closes the run (<see cref="LogSecrecyTests"/>) would find what there is.</summary>
public sealed class LeakSearchTests
{
    [TestCase("a line with ada@example.com in it")]
    [TestCase("ADA@EXAMPLE.COM")]
    [TestCase("a failure:\n   at correct-horse-9")]
    public void A_secret_is_found_wherever_it_is(string line) =>
        Assert.That(new LeakSearch(["ada@example.com", "correct-horse-9"]).FindIn(line), Is.Not.Null);

    [TestCase("")]
    [TestCase("ada@exam")]
    [TestCase("a line with ada@example.org in it")]
    public void A_line_without_a_secret_holds_none(string line) =>
        Assert.That(new LeakSearch(["ada@example.com"]).FindIn(line), Is.Null);

    [Test]
    public async Task What_clients_send_and_get_is_noted()
    {
        var server = await SharedServers.SqliteAsync();
        var (email, password) = (AuthServer.NewEmail(), $"horse-{Guid.NewGuid():N}");
        using var registration = await server.SendAsync(HttpMethod.Post, "/api/auth/register", json: new { email, password });
        using var login = await server.LoginAsync(email, password);
        var tokens = await Tokens.ReadAsync(login);

        Assert.That(
            new[] { email, Uri.EscapeDataString(email), password, tokens.Access, tokens.Access.Split('.')[2], tokens.Refresh },
            Has.All.Matches<string>(SuiteSecrets.Contains));
    }

    [Test]
    public async Task What_the_server_makes_is_noted()
    {
        var server = await SharedServers.SqliteAsync();

        var user = await server.CreateUserAsync();

        Assert.That(new[] { user.Email, user.HashedPassword }, Has.All.Matches<string>(SuiteSecrets.Contains));
    }

    [Test]
    public async Task What_the_server_logs_is_kept()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();

        await server.LogInAsync(user);

        Assert.That(SuiteLogs.Lines, Has.Some.Contains($"login_succeeded: user {user.Id}"));
    }

    [TestCase("password")]
    [TestCase("12345678")]
    [TestCase("horse-9")]
    public void A_password_that_occurs_by_chance_is_not_looked_for(string password)
    {
        SuiteSecrets.AddPassword(password);

        Assert.That(SuiteSecrets.Contains(password), Is.False);
    }
}
