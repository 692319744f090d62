using System.Net;
using Auth.Domain.Users;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class ResetTests
{
    private const string Reset = "/api/auth/reset-password";
    private const string Forgot = "/api/auth/forgot-password";
    private const string BadToken = "400 RESET_PASSWORD_BAD_TOKEN";
    private const string WeakPassword = "400 RESET_PASSWORD_INVALID_PASSWORD: Password should be at least 8 characters";
    private const string NewPassword = "another-horse-10";
    private const int Contenders = 8;

    [Test]
    public async Task A_mailed_token_resets_the_password_once()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();

        using var forgot = await server.SendAsync(HttpMethod.Post, Forgot, json: new { email = user.Email.ToUpperInvariant() });
        var token = (await PickedUpMail.ToAsync(server, user.Email)).Token;
        using var reset = await server.SendAsync(HttpMethod.Post, Reset, json: new { token, password = NewPassword });
        var again = await ResetAsync(server, token, "yet-another-horse-11");
        using var newLogin = await server.LoginAsync(user.Email, NewPassword);
        using var oldLogin = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.Multiple(async () =>
        {
            Assert.That(forgot.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(await forgot.Content.ReadAsStringAsync(), Is.EqualTo("null"));
            Assert.That(reset.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await reset.Content.ReadAsStringAsync(), Is.EqualTo("null"));
            Assert.That(again, Is.EqualTo(BadToken));
            Assert.That(await newLogin.SummaryAsync(), Is.EqualTo("200"));
            Assert.That(await oldLogin.SummaryAsync(), Is.EqualTo("400 LOGIN_BAD_CREDENTIALS"));
        });
    }

    [Test]
    public async Task Reset_mails_are_sent_to_active_users_only()
    {
        await using var server = await AuthServer.StartAsync();
        var unverified = await server.CreateUserAsync();
        var verified = await server.CreateUserAsync(verified: true);
        var inactive = await server.CreateUserAsync(active: false);
        var emails = new[] { unverified.Email, verified.Email, inactive.Email, AuthServer.NewEmail() };

        var answers = await Task.WhenAll(emails.Select(email => server.SendAsync(HttpMethod.Post, Forgot, json: new { email })));
        var mails = await PickedUpMail.LastAsync(server);

        Assert.Multiple(() =>
        {
            Assert.That(answers.Select(answer => (int)answer.StatusCode), Is.All.EqualTo(202));
            Assert.That(mails.Select(mail => mail.To), Is.EquivalentTo(new[] { unverified.Email, verified.Email }));
        });
    }

    [Test]
    public async Task A_weak_password_does_not_consume_the_token()
    {
        var server = await SharedServers.SqliteAsync();
        var token = Claims.ForReset(await server.CreateUserAsync()).Sign();

        var answers = new[] { await ResetAsync(server, token, "short"), await ResetAsync(server, token) };

        Assert.That(answers, Is.EqualTo(new[] { WeakPassword, "200" }));
    }

    private static IEnumerable<TestCaseData> LaterChanges =>
    [
        Change("password changed", user => user.ReplaceHash("$2b$04$another"), BadToken),
        Change("deactivated", user => user.SetActive(false), BadToken),
        Change("verified", user => user.SetVerified(true), WeakPassword),
        Change("renamed", user => user.Rename("another"), WeakPassword),
    ];

    [TestCaseSource(nameof(LaterChanges))]
    public async Task An_invalid_token_is_reported_before_a_weak_password(Action<User> change, string summary)
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var token = Claims.ForReset(user).Sign();

        await server.UpdateUserAsync(user, change);

        Assert.That(await ResetAsync(server, token, "short"), Is.EqualTo(summary));
    }

    [Test]
    public async Task A_token_of_a_deleted_user_is_refused()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();

        await server.DeleteUserAsync(user);

        Assert.That(await ResetAsync(server, Claims.ForReset(user).Sign(), "short"), Is.EqualTo(BadToken));
    }

    [Test]
    public async Task A_password_change_invalidates_the_token()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var token = Claims.ForReset(user).Sign();

        using var patch = await server.SendUserAsync(UserRoute.Me, $$"""{"password":"{{AuthServer.Password}}"}""", user: user);

        Assert.That(await patch.SummaryAsync(), Is.EqualTo("200"));
        Assert.That(await ResetAsync(server, token), Is.EqualTo(BadToken), "the same password gets a new hash");
    }

    [Test]
    public async Task One_of_eight_simultaneous_resets_with_the_same_token_succeeds()
    {
        var server = await SharedServers.SqliteAsync();
        var token = Claims.ForReset(await server.CreateUserAsync()).Sign();

        var answers = await Task.WhenAll(Enumerable.Range(0, Contenders).Select(number =>
            ResetAsync(server, token, $"{NewPassword}-{number}")));

        Assert.That(answers, Is.EquivalentTo(Enumerable.Repeat(BadToken, Contenders - 1).Append("200")));
    }

    private static async Task<string> ResetAsync(AuthServer server, string token, string password = NewPassword)
    {
        using var reset = await server.SendAsync(HttpMethod.Post, Reset, json: new { token, password });
        return await reset.SummaryAsync();
    }

    private static TestCaseData Change(string name, Action<User> change, string summary) =>
        new TestCaseData(change, summary).SetArgDisplayNames(name);
}
