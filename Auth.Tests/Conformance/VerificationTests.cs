using System.Net;
using Auth.Domain.Users;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class VerificationTests
{
    private const string Verify = "/api/auth/verify";
    private const string RequestToken = "/api/auth/request-verify-token";
    private const string BadToken = "400 VERIFY_USER_BAD_TOKEN";
    private const string AlreadyVerified = "400 VERIFY_USER_ALREADY_VERIFIED";
    private const int Contenders = 8;

    [Test]
    public async Task A_mailed_token_verifies_its_user_once()
    {
        var server = await SharedServers.SqliteAsync();
        var email = AuthServer.NewEmail();
        await server.SendAsync(HttpMethod.Post, "/api/auth/register", json: new { email, password = AuthServer.Password });

        using var request = await server.SendAsync(HttpMethod.Post, RequestToken, json: new { email = email.ToUpperInvariant() });
        var token = (await PickedUpMail.ToAsync(server, email)).Token;
        using var first = await server.SendAsync(HttpMethod.Post, Verify, json: new { token });
        using var second = await server.SendAsync(HttpMethod.Post, Verify, json: new { token });

        Assert.Multiple(async () =>
        {
            Assert.That(request.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
            Assert.That(await request.Content.ReadAsStringAsync(), Is.EqualTo("null"));
            Assert.That((await first.JsonAsync()).GetProperty("email").GetString(), Is.EqualTo(email));
            Assert.That((await first.JsonAsync()).GetProperty("is_verified").GetBoolean());
            Assert.That(await second.SummaryAsync(), Is.EqualTo(AlreadyVerified));
        });
    }

    [Test]
    public async Task Verification_mails_are_sent_to_active_unverified_users_only()
    {
        await using var server = await AuthServer.StartAsync();
        var unverified = await server.CreateUserAsync();
        var verified = await server.CreateUserAsync(verified: true);
        var inactive = await server.CreateUserAsync(active: false);
        var emails = new[] { unverified.Email, verified.Email, inactive.Email, AuthServer.NewEmail() };

        var answers = await Task.WhenAll(emails.Select(email =>
            server.SendAsync(HttpMethod.Post, RequestToken, json: new { email })));
        var mails = await PickedUpMail.LastAsync(server);

        Assert.Multiple(() =>
        {
            Assert.That(answers.Select(answer => (int)answer.StatusCode), Is.All.EqualTo(202));
            Assert.That(mails.Select(mail => mail.To), Is.EqualTo(new[] { unverified.Email }));
        });
    }

    [Test]
    public async Task Registration_and_an_address_change_send_no_token()
    {
        await using var server = await AuthServer.StartAsync();
        var token = await server.TokenOfAsync(await server.CreateUserAsync());

        using var register = await server.SendUserAsync(UserRoute.Register, UserRoutes.GoodBody(UserRoute.Register));
        using var patch = await server.SendAsync(HttpMethod.Patch, "/api/users/me", token, new { email = AuthServer.NewEmail() });

        Assert.That((await register.SummaryAsync(), await patch.SummaryAsync()), Is.EqualTo(("201", "200")));
        Assert.That((await PickedUpMail.LastAsync(server)).Where(mail => mail.Token.Length > 0), Is.Empty);
    }

    private static IEnumerable<TestCaseData> LaterChanges =>
    [
        Change("another address", user => user.ChangeEmail(NewAddress()), BadToken),
        Change("deactivated", user => user.SetActive(false), BadToken),
        Change("verified", user => user.SetVerified(true), AlreadyVerified),
        Change("verified with another address", ChangeEmailAndVerify, BadToken),
        Change("another password", user => user.ReplaceHash("$2b$04$another"), "200"),
    ];

    [TestCaseSource(nameof(LaterChanges))]
    public async Task A_token_is_checked_against_later_changes_of_the_user(Action<User> change, string summary)
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();
        var token = Claims.ForVerification(user).Sign();

        await server.UpdateUserAsync(user, change);

        Assert.That(await VerifyAsync(server, token), Is.EqualTo(summary));
    }

    [Test]
    public async Task A_token_of_a_deleted_user_is_refused()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync();

        await server.DeleteUserAsync(user);

        Assert.That(await VerifyAsync(server, Claims.ForVerification(user).Sign()), Is.EqualTo(BadToken));
    }

    [Test]
    public async Task One_of_eight_simultaneous_verifications_with_the_same_token_succeeds()
    {
        var server = await SharedServers.SqliteAsync();
        var token = Claims.ForVerification(await server.CreateUserAsync()).Sign();

        var answers = await Task.WhenAll(Enumerable.Range(0, Contenders).Select(_ => VerifyAsync(server, token)));

        Assert.That(answers, Is.EquivalentTo(Enumerable.Repeat(AlreadyVerified, Contenders - 1).Append("200")));
    }

    private static async Task<string> VerifyAsync(AuthServer server, string token)
    {
        using var verify = await server.SendAsync(HttpMethod.Post, Verify, json: new { token });
        return await verify.SummaryAsync();
    }

    private static TestCaseData Change(string name, Action<User> change, string summary) =>
        new TestCaseData(change, summary).SetArgDisplayNames(name);

    private static void ChangeEmailAndVerify(User user)
    {
        user.ChangeEmail(NewAddress());
        user.SetVerified(true);
    }

    private static EmailAddress NewAddress()
    {
        Assert.That(EmailAddress.TryParse(AuthServer.NewEmail(), out var address, out _));
        return address!;
    }
}
