using System.Globalization;
using System.Net;
using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Mail;

[OnEachDatabase]
public sealed class MailTemplateTests(DatabaseEngine engine) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");
    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();
    private readonly RecordedSender _sender = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [TestCase("forgot-password", "reset", 1)]
    [TestCase("request-verify-token", "verification", 2)]
    public async Task A_mail_with_a_token_has_the_texts_of_its_files(string route, string kind, int hours)
    {
        Write($"{kind}.subject.txt", "For {{email}}\n");
        Write($"{kind}.txt", "{{link}} {{token}} {{lifetime}} {{expires}}");
        Write($"{kind}.html", "<a href=\"{{link}}\">{{email}}</a>");
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync(email: $"o'neill&{AuthServer.NewEmail()}");

        await server.RequestMailAsync(user.Email, route);
        await server.SendDueMailAsync();

        var mail = _sender.Sent.Single();
        var token = MailServers.TokenOf(mail);
        var link = $"https://app.example/?a=1&b=2#{token}";
        Assert.Multiple(() =>
        {
            Assert.That(mail.Subject, Is.EqualTo($"For {user.Email}"));
            Assert.That(mail.Text, Is.EqualTo(
                $"{link} {token} {hours} hour{(hours == 1 ? "" : "s")} {TextOf(_clock.GetUtcNow().AddHours(hours))}"));
            Assert.That(
                mail.Html,
                Is.EqualTo($"<a href=\"{WebUtility.HtmlEncode(link)}\">{WebUtility.HtmlEncode(user.Email)}</a>")
                    .And.Contains("o&#39;neill&amp;"));
        });
    }

    [TestCase(true, false, true, "email-changed-recoverable: e-mail address")]
    [TestCase(true, false, false, "email-changed: e-mail address")]
    [TestCase(true, true, true, "email-changed-recoverable: e-mail address and password")]
    [TestCase(false, true, true, "password-changed: password")]
    public async Task A_notice_has_the_text_of_the_file_of_its_kind(
        bool changesEmail, bool changesPassword, bool isVerified, string expected)
    {
        foreach (var kind in (string[])["email-changed", "password-changed"])
            Write($"{kind}.txt", $"{kind}: {{{{change}}}}, {{{{time}}}}");
        Write("email-changed-recoverable.txt", "email-changed-recoverable: {{change}}, {{time}} {{token}}");
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync(verified: isVerified);
        var changes = new Dictionary<string, string>();
        if (changesEmail)
            changes["email"] = AuthServer.NewEmail();
        if (changesPassword)
            changes["password"] = "another-horse-9";

        using var patch = await server.SendAsync(
            HttpMethod.Patch, "/api/users/me", await server.TokenOfAsync(user), changes);
        await server.SendDueMailAsync();

        Assert.That(_sender.Sent.Single().Text, Does.StartWith($"{expected}, {TextOf(_clock.GetUtcNow())}"));
    }

    [Test]
    public async Task Mail_without_a_file_has_the_built_in_text()
    {
        Write("verification.txt", "{{token}}");
        await using var server = await StartAsync();
        var user = await server.CreateUserAsync();

        await server.RequestMailAsync(user.Email);
        await server.SendDueMailAsync();

        Assert.That(_sender.Sent.Single().Subject, Is.EqualTo("Choose a new password"));
    }

    private Task<AuthServer> StartAsync() => MailServers.StartAsync(
        engine, _clock, _sender,
        ("Auth:Email:TemplateFolder", _folder.FullName),
        ("Auth:Email:VerifyUrl", "https://app.example/?a=1&b=2#{token}"),
        ("Auth:Email:ResetUrl", "https://app.example/?a=1&b=2#{token}"),
        ("Auth:Jwt:VerificationLifetimeSeconds", "7200"));

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_folder.FullName, file), content);

    private static string TextOf(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
