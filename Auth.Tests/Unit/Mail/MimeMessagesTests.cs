using Auth.Application.Mail;
using Auth.Infrastructure.Mail;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Auth.Tests.Unit.Mail;

public sealed class MimeMessagesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 30, 0, TimeSpan.Zero);

    [Test]
    public void A_message_contains_text_before_html()
    {
        // RFC 2046 §5.1.4: the best alternative comes last.
        Assert.That(
            Build().BodyParts.Select(part => part.ContentType.MimeType), Is.EqualTo(["text/plain", "text/html"]));
    }

    [Test]
    public void A_message_has_its_sender_recipient_subject_and_date()
    {
        var message = Build(from: "Auth <auth@example.org>");

        Assert.That(
            (message.From.ToString(), message.To.ToString(), message.Subject, message.Date),
            Is.EqualTo(("\"Auth\" <auth@example.org>", "somebody@example.com", "A subject", Now)));
    }

    [Test]
    public void The_Message_ID_contains_the_senders_domain_instead_of_the_host_name()
    {
        Assert.That(Build(from: "auth@example.org").MessageId, Does.EndWith("@example.org"));
    }

    [Test]
    public void Each_message_has_a_unique_Message_ID()
    {
        var (one, another) = (Build(), Build());

        Assert.That(one.MessageId, Is.Not.EqualTo(another.MessageId));
    }

    [Test]
    public void A_message_is_marked_as_auto_generated()
    {
        Assert.That(Build().Headers[HeaderId.AutoSubmitted], Is.EqualTo("auto-generated"));
    }

    [Test]
    public async Task A_token_on_a_long_line_is_unchanged()
    {
        var token = $"eyJ{new string('a', 1500)}.{new string('-', 1500)}.{new string('_', 1500)}";

        var arrived = await WriteAndReadAsync(Build(text: $"A token:\n\n{token}\n\nÜber\n"));

        Assert.That(arrived.TextBody?.Split(['\r', '\n']), Has.Member(token));
    }

    [Test]
    public async Task No_line_is_longer_than_78_characters()
    {
        using var written = new MemoryStream();
        await Build(text: new string('a', 5000)).WriteToAsync(written);

        var lines = System.Text.Encoding.UTF8.GetString(written.ToArray()).Split('\n');
        Assert.That(lines.Max(line => line.Length), Is.LessThanOrEqualTo(78));
    }

    [TestCase("Hello\r\nBcc: everybody@example.com")]
    [TestCase("Hello\nBcc: everybody@example.com")]
    [TestCase("Hello\rBcc: everybody@example.com")]
    [TestCase("Hello\u0085Bcc: everybody@example.com")]
    [TestCase("Hello\0")]
    public void A_subject_of_more_than_one_line_is_refused(string subject)
    {
        Assert.That(() => Build(subject: subject), Throws.TypeOf<EmailDeliveryException>());
    }

    [TestCase("somebody@example.com\r\nBcc: everybody@example.com")]
    [TestCase("somebody@example.com\nBcc: everybody@example.com")]
    [TestCase("some\u0085body@example.com")]
    [TestCase("somebody@example.com, everybody@example.com")]
    [TestCase("Somebody <everybody@example.com>")]
    [TestCase("somebody@example.com everybody@example.com")]
    [TestCase("somebody")]
    [TestCase("somebody@")]
    [TestCase("@example.com")]
    [TestCase("")]
    public void A_recipient_that_is_not_one_address_is_refused(string to)
    {
        Assert.That(() => Build(to: to), Throws.TypeOf<EmailDeliveryException>());
    }

    [Test]
    public void The_error_for_a_refused_recipient_does_not_contain_the_address()
    {
        Assert.That(
            () => Build(to: "somebody@example.com somebody@example.com"),
            Throws.TypeOf<EmailDeliveryException>()
                .And.Matches<Exception>(exception => !exception.ToString().Contains("somebody", StringComparison.Ordinal)));
    }

    [TestCase("auth@example.org\r\nBcc: everybody@example.com")]
    [TestCase("auth")]
    [TestCase("")]
    public void A_sender_that_is_not_an_address_is_refused_with_its_setting(string from)
    {
        Assert.That(() => Build(from: from), Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("Auth:Email:From"));
    }

    [Test]
    public void A_subject_can_contain_non_ASCII_letters()
    {
        Assert.That(Build(subject: "Größe: 数").Subject, Is.EqualTo("Größe: 数"));
    }

    private static MimeMessage Build(
        string to = "somebody@example.com", string from = "auth@localhost", string subject = "A subject", string text = "text") =>
        MimeMessages.Build(new(to, subject, text, "<p>HTML</p>"), from, new FakeTimeProvider(Now));

    private static async Task<MimeMessage> WriteAndReadAsync(MimeMessage message)
    {
        using var written = new MemoryStream();
        await message.WriteToAsync(written);
        written.Position = 0;
        return await MimeMessage.LoadAsync(written);
    }
}
