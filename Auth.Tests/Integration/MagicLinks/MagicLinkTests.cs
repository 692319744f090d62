using Auth.Domain.Credentials;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.Audit;
using Auth.Tests.Integration.Backends;
using Auth.Tests.Integration.Mail;
using Auth.Tests.Integration.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.MagicLinks;

/// <summary>Logins with a mailed link or code.</summary>
[OnEachDatabase]
public sealed class MagicLinkTests(DatabaseEngine engine)
{
    private const string BadCode = "400 LOGIN_BAD_CODE";

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_user_logs_in_with_the_link_or_the_code(bool withLink)
    {
        var server = await MagicLinkServers.GetAsync(engine);
        var user = await server.CreateUserAsync(verified: true);
        var (requestToken, mail) = await server.ReceiveMagicLinkAsync(user.Email);

        using var login = await server.SendMagicLinkAsync(
            requestToken, withLink ? mail.Token : null, withLink ? null : $"{mail.Code[..3]} {mail.Code[3..]}");
        var tokens = await Tokens.ReadAsync(login);

        Assert.That(mail.Text, Does.Contain("https://app.example.com/login#token=").And.Contain("This is valid for 9 minutes."));
        Assert.That(await server.StatusOfMeAsync(tokens.Access), Is.EqualTo(200));
        Assert.That(Jwt.ClaimsOf(tokens.Access).GetProperty("amr")[0].GetString(), Is.EqualTo("email"));
        Assert.That(
            await server.TrailNamesAsync(user), Is.EqualTo(["magic_link_requested", "magic_link_used", "login_succeeded"]));
        Assert.That((await server.FindUserAsync(user))!.HasPassword);
    }

    [Test]
    public async Task A_cookie_backend_needs_no_request_token()
    {
        var server = await MagicLinkServers.GetAsync(engine);
        var user = await server.CreateUserAsync(verified: true);
        using var request = await server.SendAsync(HttpMethod.Post, MagicLinkServers.Path, json: new { email = user.Email });
        await server.SendMailAsync();
        var cookie = BackendServers.Cookies(request).Single();

        using var login = await server.SendWithAsync(
            HttpMethod.Post, $"/{BackendServers.Cookie}/magic-link", new { code = Mails.To(server, user.Email).Single().Code },
            ("Cookie", cookie.Split(';')[0]));

        Assert.That(
            cookie, Does.StartWith("auth_magic_link=").And.Contain("max-age=600").And.Contain("secure").And.Contain("httponly")
                .And.Contain("samesite=strict"));
        Assert.That((int)login.StatusCode, Is.EqualTo(204));
        Assert.That(
            BackendServers.Cookies(login).Select(each => each.Split('=')[0]).Order(),
            Is.EqualTo(["auth_magic_link", "fastapiusersauth"]));
    }

    [Test]
    public async Task A_request_chooses_a_permitted_url_only()
    {
        var server = await MagicLinkServers.GetAsync(engine);
        var user = await server.CreateUserAsync(verified: true);

        using var permitted = await server.SendAsync(
            HttpMethod.Post, MagicLinkServers.Path, json: new { email = user.Email, return_to = MagicLinkServers.ReturnUrl });
        using var other = await server.SendAsync(
            HttpMethod.Post, MagicLinkServers.Path, json: new { email = user.Email, return_to = MagicLinkServers.ReturnUrl + "/" });
        await server.SendMailAsync();

        Assert.That(
            (await permitted.SummaryAsync(), await other.SummaryAsync()), Is.EqualTo(("202", "400 MAGIC_LINK_RETURN_URL_NOT_ALLOWED")));
        Assert.That(Mails.To(server, user.Email).Single().Text, Does.Contain(MagicLinkServers.ReturnUrl + "#token="));
    }

    [Test]
    public async Task A_login_verifies_the_address_and_removes_what_someone_else_may_have_added()
    {
        var server = await MagicLinkServers.GetAsync(engine, ("Auth:RequiresVerification", "true"));
        var user = await server.CreateUserAsync();
        var (requestToken, mail) = await server.ReceiveMagicLinkAsync(user.Email);

        var login = await server.TryMagicLinkAsync(requestToken, mail.Token);
        using var password = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.That((login, await password.SummaryAsync()), Is.EqualTo(("200", "400 LOGIN_BAD_CREDENTIALS")));
        Assert.That((await server.FindUserAsync(user))!.IsVerified);
        Assert.That(await server.TrailNamesAsync(user), Has.Exactly(1).EqualTo("user_verified"));
    }

    [Test]
    public async Task A_login_by_mail_requires_the_second_factor()
    {
        var server = await MagicLinkServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        await server.UpdateUserAsync(user, stored => stored.SetSecondFactor(true));
        var (requestToken, mail) = await server.ReceiveMagicLinkAsync(user.Email);

        using var login = await server.SendMagicLinkAsync(requestToken, mail.Token);

        Assert.That((int)login.StatusCode, Is.EqualTo(400));
        Assert.That(
            (await login.JsonAsync()).GetProperty("detail").GetProperty("code").GetString(), Is.EqualTo("LOGIN_SECOND_FACTOR_REQUIRED"));
        var stored = (await server.FindUserAsync(user))!;
        Assert.That((stored.IsVerified, stored.HasPassword), Is.EqualTo((false, true)));
    }

    [Test]
    public async Task An_inactive_user_receives_no_mail_and_cannot_log_in()
    {
        var server = await MagicLinkServers.GetAsync(engine);
        var (inactive, later) = (await server.CreateUserAsync(active: false), await server.CreateUserAsync(verified: true));
        await server.RequestMagicLinkAsync(inactive.Email);
        var (requestToken, mail) = await server.ReceiveMagicLinkAsync(later.Email);
        await server.UpdateUserAsync(later, stored => stored.SetActive(false));

        Assert.That(Mails.To(server, inactive.Email), Is.Empty);
        Assert.That(await server.TryMagicLinkAsync(requestToken, mail.Token), Is.EqualTo(BadCode));
    }

    [Test]
    public async Task A_change_of_the_password_makes_the_link_invalid()
    {
        var server = await MagicLinkServers.GetAsync(engine);
        var user = await server.CreateUserAsync(verified: true);
        var (requestToken, mail) = await server.ReceiveMagicLinkAsync(user.Email);
        await server.UpdateUserAsync(user, stored => stored.ChangePassword("another", TimeProvider.System.GetUtcNow()));

        Assert.That(await server.TryMagicLinkAsync(requestToken, mail.Token), Is.EqualTo(BadCode));
    }

    [Test]
    public async Task A_second_request_within_the_cooldown_sends_no_mail()
    {
        var (clock, sender) = (SessionRequests.NewClock(), new RecordedSender());
        await using var server = await MailServers.StartAsync(
            engine, clock, sender, MagicLinkServers.Settings(("Auth:RateLimits:Enabled", "true")));
        var user = await server.CreateUserAsync();

        await server.RequestMagicLinkAsync(user.Email);
        await server.RequestMagicLinkAsync(user.Email);
        await server.SendDueMailAsync();
        var early = sender.Sent.Count;
        clock.Advance(TimeSpan.FromSeconds(61));
        await server.RequestMagicLinkAsync(user.Email);
        await server.SendDueMailAsync();

        Assert.That((early, sender.Sent.Count), Is.EqualTo((1, 2)));
    }

    [Test]
    public async Task Requests_of_a_client_are_limited()
    {
        var (clock, sender) = (SessionRequests.NewClock(), new RecordedSender());
        await using var server = await MailServers.StartAsync(
            engine, clock, sender, MagicLinkServers.Settings(("Auth:RateLimits:Enabled", "true"), ("Auth:RateLimits:MagicLink", "3")));

        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
            statuses.Add(await server.StatusAsync(HttpMethod.Post, MagicLinkServers.Path, json: new { email = AuthServer.NewEmail() }));

        Assert.That(statuses, Is.EqualTo([202, 202, 202, 429, 429]));
    }

    [Test]
    public async Task Expired_requests_are_deleted_and_their_mails_are_not_sent()
    {
        var (clock, sender) = (SessionRequests.NewClock(), new RecordedSender());
        await using var server = await MailServers.StartAsync(engine, clock, sender, MagicLinkServers.Settings());
        var user = await server.CreateUserAsync();
        await server.RequestMagicLinkAsync(user.Email);
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var before = await database.Set<MagicLink>().CountAsync();
        clock.Advance(TimeSpan.FromSeconds(600));
        await server.SendDueMailAsync();

        await scope.ServiceProvider.GetRequiredService<Auth.Infrastructure.Housekeeping.Housekeeper>().RunAsync(Guid.NewGuid(), default);

        Assert.That((sender.Sent.Count, before, await database.Set<MagicLink>().CountAsync()), Is.EqualTo((0, 1, 0)));
    }

    [Test]
    public async Task Neither_the_token_nor_the_code_is_stored()
    {
        var (clock, sender) = (SessionRequests.NewClock(), new RecordedSender());
        await using var server = await MailServers.StartAsync(engine, clock, sender, MagicLinkServers.Settings());
        var user = await server.CreateUserAsync();
        var requestToken = await server.RequestMagicLinkAsync(user.Email);
        await server.Services.GetRequiredService<Auth.Application.Mail.MailWorker>().SendDueAsync(includeRetries: false, default);
        var data = string.Join(' ', (await server.OutboxAsync()).Select(mail => mail.Data));
        await server.SendDueMailAsync();

        var sent = sender.Sent.Single().Text;
        Assert.That(data, Is.Not.Empty.And.Not.Contain(requestToken));
        Assert.That(sent, Does.Match("#token=[A-Za-z0-9_-]{43}\n"));
        Assert.That(data, Does.Not.Contain(sent.Split("#token=")[1][..43]));
    }

    [Test]
    public async Task Without_settings_there_are_no_routes()
    {
        var server = await SharedServers.GetAsync(engine);

        Assert.That(
            (await server.StatusAsync(HttpMethod.Post, MagicLinkServers.Path), await server.StatusAsync(HttpMethod.Post, "/api/token/magic-link")),
            Is.EqualTo((404, 404)));
    }
}
