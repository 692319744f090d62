using Auth.Domain.Credentials;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Integration.Mail;
using Auth.Tests.Integration.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.MagicLinks;

/// <summary>Attacks on logins by mail.</summary>
[OnEachDatabase]
public sealed class MagicLinkAttackTests(DatabaseEngine engine)
{
    private const string BadCode = "400 LOGIN_BAD_CODE";

    [Test]
    public async Task A_code_is_refused_after_five_guesses()
    {
        var server = await MagicLinkServers.GetAsync(engine);
        var user = await server.CreateUserAsync(verified: true);
        var (requestToken, mail) = await server.ReceiveMagicLinkAsync(user.Email);

        var guesses = new List<string>();
        for (var i = 1; i <= 5; i++)
            guesses.Add(await server.TryMagicLinkAsync(requestToken, code: MagicLinkServers.WrongCode(mail.Code, i)));

        Assert.That(guesses, Is.All.EqualTo(BadCode));
        Assert.That(await server.TryMagicLinkAsync(requestToken, code: mail.Code), Is.EqualTo(BadCode));
        Assert.That(await server.TryMagicLinkAsync(requestToken, mail.Token), Is.EqualTo(BadCode));
    }

    [Test]
    public async Task Four_wrong_guesses_do_not_prevent_the_login()
    {
        var server = await MagicLinkServers.GetAsync(engine);
        var user = await server.CreateUserAsync(verified: true);
        var (requestToken, mail) = await server.ReceiveMagicLinkAsync(user.Email);
        for (var i = 1; i <= 4; i++)
            await server.TryMagicLinkAsync(requestToken, code: MagicLinkServers.WrongCode(mail.Code, i));

        Assert.That(await server.TryMagicLinkAsync(requestToken, code: mail.Code), Is.EqualTo("200"));
    }

    [Test]
    public async Task Of_40_guesses_at_once_on_two_processes_five_are_compared()
    {
        var settings = MagicLinkServers.Settings(("Auth:Throttle:Enabled", "false"))
            .ToDictionary(setting => setting.Name, setting => setting.Value);
        await using var server = await AuthServer.StartAsync(engine, settings);
        await using var other = server.StartAnother(settings);
        var user = await server.CreateUserAsync(verified: true);
        var (requestToken, mail) = await server.ReceiveMagicLinkAsync(user.Email);

        // All but the last guesses are wrong. If more than five were compared, the last would succeed.
        var guesses = await Task.WhenAll(Enumerable.Range(1, 40).Select(i =>
            (i % 2 == 0 ? server : other).TryMagicLinkAsync(requestToken, code: MagicLinkServers.WrongCode(mail.Code, i))));

        Assert.That(guesses, Is.All.EqualTo(BadCode));
        Assert.That(await GuessesAsync(server), Is.EqualTo(["5"]));
        Assert.That(await server.TryMagicLinkAsync(requestToken, code: mail.Code), Is.EqualTo(BadCode));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Of_16_uses_at_once_on_two_processes_one_succeeds(bool withLink)
    {
        var settings = MagicLinkServers.Settings().ToDictionary(setting => setting.Name, setting => setting.Value);
        await using var server = await AuthServer.StartAsync(engine, settings);
        await using var other = server.StartAnother(settings);
        var user = await server.CreateUserAsync(verified: true);
        var (requestToken, mail) = await server.ReceiveMagicLinkAsync(user.Email);

        var summaries = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => (i % 2 == 0 ? server : other).TryMagicLinkAsync(
            requestToken, withLink ? mail.Token : null, withLink ? null : mail.Code)));

        // Each code counts as a failure until it is compared.
        Assert.That(summaries, Has.Exactly(1).EqualTo("200"));
        Assert.That(summaries.Distinct(), Is.SubsetOf(["200", BadCode, "429 LOGIN_THROTTLED"]));
    }

    [Test]
    public async Task A_used_link_and_its_code_are_refused()
    {
        var server = await MagicLinkServers.GetAsync(engine);
        var user = await server.CreateUserAsync(verified: true);
        var (requestToken, mail) = await server.ReceiveMagicLinkAsync(user.Email);

        var first = await server.TryMagicLinkAsync(requestToken, mail.Token);

        Assert.That(
            (first, await server.TryMagicLinkAsync(requestToken, mail.Token), await server.TryMagicLinkAsync(requestToken, code: mail.Code)),
            Is.EqualTo(("200", BadCode, BadCode)));
    }

    [TestCase("no request token")]
    [TestCase("a random request token")]
    [TestCase("the request token of the attacker's own request")]
    [TestCase("a malformed request token")]
    public async Task A_stolen_mail_is_useless_to_another_client_with(string requestToken)
    {
        var server = await MagicLinkServers.GetAsync(engine);
        var (user, attacker) = (await server.CreateUserAsync(verified: true), await server.CreateUserAsync(verified: true));
        var (own, mail) = await server.ReceiveMagicLinkAsync(user.Email);
        var presented = requestToken switch
        {
            "no request token" => null,
            "a random request token" => Auth.Application.Backends.Opaque.OpaqueToken.Create(),
            "a malformed request token" => "'; DROP TABLE magic_links; --",
            _ => await server.RequestMagicLinkAsync(attacker.Email),
        };

        Assert.That(await server.TryMagicLinkAsync(presented, mail.Token), Is.EqualTo(BadCode));
        Assert.That(await server.TryMagicLinkAsync(presented, code: mail.Code), Is.EqualTo(BadCode));
        Assert.That(await server.TryMagicLinkAsync(own, mail.Token), Is.EqualTo("200"));
    }

    [TestCase(600, BadCode)]
    [TestCase(599, "200")]
    public async Task A_link_expires_after_ten_minutes(int seconds, string expected)
    {
        var (clock, sender) = (SessionRequests.NewClock(), new RecordedSender());
        await using var server = await MailServers.StartAsync(engine, clock, sender, MagicLinkServers.Settings());
        var user = await server.CreateUserAsync(verified: true);
        var requestToken = await server.RequestMagicLinkAsync(user.Email);
        await server.SendDueMailAsync();
        var token = sender.Sent.Single().Text.Split("#token=")[1].Split('\n')[0];

        clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.That(await server.TryMagicLinkAsync(requestToken, token), Is.EqualTo(expected));
    }

    [Test]
    public async Task Codes_are_throttled_per_account_over_all_requests_but_links_are_not()
    {
        var server = await MagicLinkServers.GetAsync(engine, ("Auth:Throttle:MaxFailures", "3"), ("Auth:Throttle:FirstWaitSeconds", "900"));
        var user = await server.CreateUserAsync(verified: true);
        var guesses = new List<string>();
        for (var i = 0; i < 4; i++)
            guesses.Add(await server.TryMagicLinkAsync(await server.RequestMagicLinkAsync(user.Email), code: "000000"));
        await server.SendMailAsync();

        var requestToken = await server.RequestMagicLinkAsync(user.Email);
        await server.SendMailAsync();
        var code = await server.TryMagicLinkAsync(requestToken, code: "000000");
        var links = new List<string>();
        foreach (var mail in Mails.To(server, user.Email))
            links.Add(await server.TryMagicLinkAsync(requestToken, mail.Token));

        Assert.That(guesses, Is.EqualTo([BadCode, BadCode, BadCode, "429 LOGIN_THROTTLED"]));
        Assert.That(code, Is.EqualTo("429 LOGIN_THROTTLED"));
        Assert.That(links, Has.Exactly(1).EqualTo("200"));
    }

    [Test]
    public async Task Responses_do_not_reveal_whether_an_address_is_registered()
    {
        var server = await MagicLinkServers.GetAsync(engine, ("Auth:Throttle:MaxFailures", "3"), ("Auth:Throttle:FirstWaitSeconds", "900"));
        var user = await server.CreateUserAsync(verified: true);
        var inactive = await server.CreateUserAsync(active: false);

        var seen = new List<string>();
        foreach (var email in new[] { user.Email, inactive.Email, AuthServer.NewEmail() })
        {
            using var request = await server.SendAsync(HttpMethod.Post, MagicLinkServers.Path, json: new { email });
            var requestToken = (await request.JsonAsync()).GetProperty("request_token").GetString()!;
            await server.SendMailAsync();
            List<string> guesses = [];
            for (var i = 0; i < 5; i++)
                guesses.Add(await server.TryMagicLinkAsync(requestToken, code: "1234567"));
            seen.Add($"{(int)request.StatusCode} {requestToken.Length} {string.Join(", ", guesses)}");
        }

        Assert.That(seen, Is.All.EqualTo(seen[0]));
        Assert.That(seen[0], Is.EqualTo($"202 43 {BadCode}, {BadCode}, {BadCode}, 429 LOGIN_THROTTLED, 429 LOGIN_THROTTLED"));
    }

    private static async Task<IReadOnlyList<string>> GuessesAsync(AuthServer server)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        return [.. (await database.Set<MagicLink>().ToListAsync()).Select(link => $"{link.Guesses}")];
    }
}
