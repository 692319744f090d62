using Auth.Infrastructure.Passwords;
using Auth.Tests.Conformance;
using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Security;

/// <summary>Each test starts its own server, so that no other request affects the hashing counters.</summary>
public sealed class UserEnumerationTests
{
    private const string Unknown = "nobody@example.com";
    private const string WrongPassword = "wrong-horse-9";
    private const string LongPassword = "a password that is longer than the seventy-two bytes which bcrypt reads of it at most";

    [Test]
    public async Task Refused_logins_do_not_differ_in_status_body_headers_or_work()
    {
        await using var server = await AuthServer.StartAsync();
        var active = await server.CreateUserAsync(verified: true);
        var inactive = await server.CreateUserAsync(active: false);
        var longEmail = AuthServer.NewEmail();
        await server.StatusAsync(
            HttpMethod.Post, "/api/auth/register", json: new { email = longEmail, password = LongPassword });

        var observed = new[]
        {
            await ObserveAsync(server, () => server.LoginAsync(active.Email, WrongPassword)),
            await ObserveAsync(server, () => server.LoginAsync(active.Email, LongPassword)),
            await ObserveAsync(server, () => server.LoginAsync(active.Email, "")),
            await ObserveAsync(server, () => server.LoginAsync(longEmail, WrongPassword)),
            await ObserveAsync(server, () => server.LoginAsync(inactive.Email, AuthServer.Password)),
            await ObserveAsync(server, () => server.LoginAsync(inactive.Email, WrongPassword)),
            await ObserveAsync(server, () => server.LoginAsync(Unknown, AuthServer.Password)),
            await ObserveAsync(server, () => server.LoginAsync(Unknown, LongPassword)),
            await ObserveAsync(server, () => server.LoginAsync("no address", WrongPassword)),
            await ObserveAsync(server, () => server.LoginAsync("", "")),
        };

        Assert.That(observed.Distinct(), Is.EqualTo(new[] { observed[0] }));
        Assert.That((observed[0].Status, observed[0].Hashes), Is.EqualTo((400, 1)));
    }

    [Test]
    public async Task Refused_logins_do_not_differ_when_verification_is_required()
    {
        await using var server = await AuthServer.StartAsync(
            settings: new Dictionary<string, string> { ["Auth:RequiresVerification"] = "true" });
        var unverified = await server.CreateUserAsync();

        var observed = new[]
        {
            await ObserveAsync(server, () => server.LoginAsync(unverified.Email, WrongPassword)),
            await ObserveAsync(server, () => server.LoginAsync(Unknown, WrongPassword)),
        };

        Assert.That(observed[0], Is.EqualTo(observed[1]));
    }

    [TestCase("/api/auth/forgot-password", 2)]
    [TestCase("/api/auth/request-verify-token", 1)]
    public async Task Requests_for_mail_do_not_differ_in_status_body_headers_or_work(string path, int mails)
    {
        await using var server = await AuthServer.StartAsync();
        string[] addresses =
        [
            (await server.CreateUserAsync()).Email,
            (await server.CreateUserAsync(verified: true)).Email,
            (await server.CreateUserAsync(active: false)).Email,
            Unknown,
        ];

        var observed = new List<Observation>();
        foreach (var email in addresses)
            observed.Add(await ObserveAsync(server, () => server.SendAsync(HttpMethod.Post, path, json: new { email })));
        var sent = await PickedUpMail.LastAsync(server);

        Assert.Multiple(() =>
        {
            Assert.That(observed.Distinct(), Is.EqualTo(new[] { observed[0] }));
            Assert.That((observed[0].Status, observed[0].Body, observed[0].Hashes), Is.EqualTo((202, "null", 0)));
            Assert.That(sent, Has.Count.EqualTo(mails));
        });
    }

    [Test]
    public async Task Refused_refreshes_do_not_differ_in_status_body_headers_or_work()
    {
        await using var server = await AuthServer.StartAsync();
        var (loggedOut, deleted, inactive) =
            (await Victim.CreateAsync(server), await Victim.CreateAsync(server), await Victim.CreateAsync(server));
        await server.RevokeAsync(loggedOut.Tokens.Access);
        await server.DeleteUserAsync(deleted.User);
        await server.UpdateUserAsync(inactive.User, user => user.SetActive(false));
        string[] tokens =
        [
            loggedOut.Tokens.Refresh, deleted.Tokens.Refresh, inactive.Tokens.Refresh, inactive.Tokens.Access, "nonsense", "",
        ];

        var observed = new List<Observation>();
        foreach (var token in tokens)
            observed.Add(await ObserveAsync(server, () => server.SendRefreshAsync(token)));

        Assert.That(observed.Distinct(), Is.EqualTo(new[] { observed[0] }));
        Assert.That((observed[0].Status, observed[0].Hashes), Is.EqualTo((400, 0)));
    }

    private static async Task<Observation> ObserveAsync(AuthServer server, Func<Task<HttpResponseMessage>> send)
    {
        var count = server.Services.GetRequiredService<HashingCount>();
        var (hashes, rounds) = (count.Hashes, count.Rounds);
        using var answer = await send();
        var headers = answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order();
        return new(
            (int)answer.StatusCode,
            string.Join('\n', headers),
            await answer.Content.ReadAsStringAsync(),
            count.Hashes - hashes,
            count.Rounds - rounds);
    }

    /// <summary>The visible response to a request, and the hashing work, which affects the response time.</summary>
    private sealed record Observation(int Status, string Headers, string Body, long Hashes, long Rounds);
}
