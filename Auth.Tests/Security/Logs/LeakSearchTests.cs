using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Security.Logs;

/// <summary>Tests of the search that <see cref="LogSecrecyTests"/> relies on.</summary>
public sealed class LeakSearchTests
{
    [TestCase("a line with ada@example.com in it")]
    [TestCase("ADA@EXAMPLE.COM")]
    [TestCase("a failure:\n   at correct-horse-9")]
    public void A_secret_in_a_line_is_found_ignoring_case(string line) =>
        Assert.That(new LeakSearch(["ada@example.com", "correct-horse-9"]).FindIn(line), Is.Not.Null);

    [TestCase("")]
    [TestCase("ada@exam")]
    [TestCase("a line with ada@example.org in it")]
    public void A_line_without_a_secret_has_no_match(string line) =>
        Assert.That(new LeakSearch(["ada@example.com"]).FindIn(line), Is.Null);

    [Test]
    public async Task Secrets_in_requests_and_responses_are_recorded()
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
    public async Task Addresses_and_hashes_of_created_users_are_recorded()
    {
        var server = await SharedServers.SqliteAsync();

        var user = await server.CreateUserAsync();

        Assert.That(new[] { user.Email, user.HashedPassword }, Has.All.Matches<string>(SuiteSecrets.Contains));
    }

    [Test]
    public async Task Server_logs_are_recorded()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();

        await server.LogInAsync(user);

        Assert.That(SuiteLogs.Lines, Has.Some.Contains($"login_succeeded: user {user.Id}"));
    }

    [TestCase("password")]
    [TestCase("12345678")]
    [TestCase("horse-9")]
    public void A_short_or_common_password_is_not_searched_for(string password)
    {
        SuiteSecrets.AddPassword(password);

        Assert.That(SuiteSecrets.Contains(password), Is.False);
    }
}
