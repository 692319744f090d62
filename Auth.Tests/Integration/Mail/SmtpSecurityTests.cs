using System.Net.Http.Json;
using System.Text.Json;
using Auth.Application.Mail;
using Auth.Tests.Integration.Persistence;

namespace Auth.Tests.Integration.Mail;

/// <summary>Which servers get mail, and as whom.</summary>
public sealed class SmtpSecurityTests
{
    [TestCase("starttls", SmtpSecurity.StartTls)]
    [TestCase("tls", SmtpSecurity.Tls)]
    public async Task A_certificate_that_nobody_vouches_for_is_refused(string behaviour, SmtpSecurity security)
    {
        using var certificate = new SelfSignedCertificate();
        await using var server = await SmtpServer.StartAsync(behaviour, certificate.File);

        await Assert.ThatAsync(
            () => SmtpSending.SendAsync(server.Port, smtp => smtp.Security = security),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("certificate is not trusted")
                .And.Property("IsPermanent").True);
    }

    [TestCase("starttls", SmtpSecurity.StartTls)]
    [TestCase("tls", SmtpSecurity.Tls)]
    public async Task A_message_travels_over_tls_to_a_trusted_server(string behaviour, SmtpSecurity security)
    {
        using var certificate = new SelfSignedCertificate();
        await using var server = await SmtpServer.StartAsync(behaviour, certificate.File);

        // OpenSSL reads the trusted certificates of a process from this file.
        using var file = new SqliteFile();
        await using var program = await RunningProgram.StartAsync(
            file.Folder,
            [
                .. ReceivingServer.SettingsOf(server.Port, timeoutSeconds: 30),
                ("Auth__Email__Smtp__Security", security.ToString()),
                ("SSL_CERT_FILE", certificate.File),
            ]);

        await program.RegisterAsync(SmtpSending.To);
        using var response = await program.Client.PostAsJsonAsync("/api/auth/request-verify-token", new { email = SmtpSending.To });

        JsonElement happened;
        do
            happened = await server.NextAsync();
        while (!SmtpServer.IsMessage(happened));
        Assert.That(happened.GetProperty("tls").GetBoolean(), Is.True);
    }

    [Test]
    public async Task A_server_without_starttls_gets_no_mail_where_it_is_required()
    {
        await using var server = await SmtpServer.StartAsync("accept");

        await Assert.ThatAsync(
            () => SmtpSending.SendAsync(server.Port, smtp => smtp.Security = SmtpSecurity.StartTls),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("STARTTLS").And.Property("IsPermanent").True);
    }

    [Test]
    public async Task An_account_with_its_password_may_send()
    {
        await using var server = await SmtpServer.StartAsync("login");

        await SmtpSending.SendAsync(server.Port, smtp => (smtp.User, smtp.Password) = ("mailer", "pässword €"));

        Assert.That(SmtpServer.Recipients(await server.MessageAsync()), Is.EqualTo(SmtpSending.To));
    }

    [Test]
    public async Task An_account_with_a_wrong_password_is_a_permanent_failure()
    {
        await using var server = await SmtpServer.StartAsync("login");

        await Assert.ThatAsync(
            () => SmtpSending.SendAsync(server.Port, smtp => (smtp.User, smtp.Password) = ("mailer", "wrong")),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("Auth:Email:Smtp:User (535")
                .And.Property("IsPermanent").True);
    }

    [Test]
    public async Task An_account_that_cannot_be_checked_just_now_is_a_temporary_failure()
    {
        await using var server = await SmtpServer.StartAsync("login");

        await Assert.ThatAsync(
            () => SmtpSending.SendAsync(server.Port, smtp => (smtp.User, smtp.Password) = ("mailer", "later")),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("User (454 4.7.0)").And.Property("IsPermanent").False);
    }
}
