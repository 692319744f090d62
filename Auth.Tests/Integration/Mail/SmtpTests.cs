using Auth.Application.Mail;

namespace Auth.Tests.Integration.Mail;

/// <summary>The messages that a mail server receives.</summary>
public sealed class SmtpTests
{
    [Test]
    public async Task A_message_has_a_text_and_an_HTML_part()
    {
        await using var server = await SmtpServer.StartAsync("accept");

        await SmtpSending.SendAsync(server.Port);

        var content = (await server.MessageAsync()).GetProperty("content").GetString();
        Assert.That(content, Does.Contain("the text").And.Contain("<p>the HTML</p>"));
    }

    [Test]
    public async Task A_message_is_sent_from_the_configured_address_to_the_recipient_only()
    {
        await using var server = await SmtpServer.StartAsync("accept");

        await SmtpSending.SendAsync(server.Port);

        var message = await server.MessageAsync();
        Assert.That(
            (message.GetProperty("sender").GetString(), SmtpServer.Recipients(message)),
            Is.EqualTo(("auth@example.org", SmtpSending.To)));
    }

    [Test]
    public async Task An_international_domain_is_sent_in_its_ASCII_form()
    {
        await using var server = await SmtpServer.StartAsync("accept");

        await SmtpSending.SendAsync(server.Port, to: "jemand@bücher.example");

        Assert.That(SmtpServer.Recipients(await server.MessageAsync()), Is.EqualTo("jemand@xn--bcher-kva.example"));
    }

    [Test]
    public async Task The_headers_of_a_message_to_an_international_domain_are_ASCII()
    {
        await using var server = await SmtpServer.StartAsync("international");

        await SmtpSending.SendAsync(server.Port, to: "jemand@bücher.example");

        var content = (await server.MessageAsync()).GetProperty("content").GetString();
        Assert.That(content, Does.Contain("\nTo: jemand@xn--bcher-kva.example\r\n"));
    }

    [Test]
    public async Task An_international_address_is_sent_if_the_server_supports_SMTPUTF8()
    {
        await using var server = await SmtpServer.StartAsync("international");

        await SmtpSending.SendAsync(server.Port, to: "jürgen@bücher.example");

        Assert.That(SmtpServer.Recipients(await server.MessageAsync()), Is.EqualTo("jürgen@bücher.example"));
    }

    [Test]
    public async Task An_international_address_is_a_permanent_failure_without_SMTPUTF8()
    {
        await using var server = await SmtpServer.StartAsync("accept");

        await Assert.ThatAsync(
            () => SmtpSending.SendAsync(server.Port, to: "jürgen@example.com"),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("SMTPUTF8").And.Property("IsPermanent").True);
    }
}
