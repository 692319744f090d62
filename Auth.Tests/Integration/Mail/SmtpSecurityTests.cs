using System.Net.Http.Json;
using System.Text.Json;
using Auth.Application.Mail;
using Auth.Tests.Integration.Persistence;

namespace Auth.Tests.Integration.Mail;

/// <summary>Transport security and authentication of SMTP connections.</summary>
public sealed class SmtpSecurityTests
{
    [TestCase("starttls", SmtpSecurity.StartTls)]
    [TestCase("tls", SmtpSecurity.Tls)]
    public async Task An_untrusted_certificate_is_refused(string behaviour, SmtpSecurity security)
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
    public async Task A_message_is_sent_over_TLS_to_a_trusted_server(string behaviour, SmtpSecurity security)
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
    public async Task A_server_without_STARTTLS_is_refused_if_STARTTLS_is_required()
    {
        await using var server = await SmtpServer.StartAsync("accept");

        await Assert.ThatAsync(
            () => SmtpSending.SendAsync(server.Port, smtp => smtp.Security = SmtpSecurity.StartTls),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("STARTTLS").And.Property("IsPermanent").True);
    }

    [Test]
    public async Task A_message_is_sent_with_valid_credentials()
    {
        await using var server = await SmtpServer.StartAsync("login");

        await SmtpSending.SendAsync(server.Port, smtp => (smtp.User, smtp.Password) = ("mailer", "pässword €"));

        Assert.That(SmtpServer.Recipients(await server.MessageAsync()), Is.EqualTo(SmtpSending.To));
    }

    [Test]
    public async Task Invalid_credentials_are_a_permanent_failure()
    {
        await using var server = await SmtpServer.StartAsync("login");

        await Assert.ThatAsync(
            () => SmtpSending.SendAsync(server.Port, smtp => (smtp.User, smtp.Password) = ("mailer", "wrong")),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("Auth:Email:Smtp:User (535")
                .And.Property("IsPermanent").True);
    }

    [Test]
    public async Task A_temporary_authentication_failure_is_a_temporary_failure()
    {
        await using var server = await SmtpServer.StartAsync("login");

        await Assert.ThatAsync(
            () => SmtpSending.SendAsync(server.Port, smtp => (smtp.User, smtp.Password) = ("mailer", "later")),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("User (454 4.7.0)").And.Property("IsPermanent").False);
    }
}
