using Auth.Application.Mail;
using MimeKit;

namespace Auth.Infrastructure.Mail;

/// <summary>Converts messages to MIME (RFC 5322, RFC 2046).</summary>
internal static class MimeMessages
{
    /// <summary>Creates a message with a plain-text and an HTML part and the current date.</summary>
    /// <param name="message">The message to convert.</param>
    /// <param name="from">The sender's address, optionally with a display name.</param>
    /// <param name="time">The source of the date.</param>
    /// <exception cref="EmailDeliveryException">
    /// An address is invalid, or an address or the subject contains a control character, which could inject a header.
    /// </exception>
    public static MimeMessage Build(EmailMessage message, string from, TimeProvider time)
    {
        if (message.Subject.Any(char.IsControl)) throw new EmailDeliveryException("The subject contains a control character.", isPermanent: true);
        var sender = Sender(from);
        var mime = new MimeMessage
        {
            Subject = message.Subject,
            Date = message.CreatedAt ?? time.GetUtcNow(),

            // The same for every attempt, so that recipients can detect a duplicate delivery.
            MessageId = $"{message.Id:N}@{sender.Domain}",
            Body = new MultipartAlternative(Part("plain", message.Text), Part("html", message.Html)),
        };
        mime.From.Add(sender);
        mime.To.Add(Recipient(message.To));

        // RFC 3834: suppresses automatic replies such as vacation notices.
        mime.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mime;
    }

    private static MailboxAddress Sender(string from) =>
        !from.Any(char.IsControl) && MailboxAddress.TryParse(from, out var sender) && sender.Domain.Length > 0
            ? sender
            : throw new EmailDeliveryException("Auth:Email:From is not an e-mail address.", isPermanent: false);

    // The address is not parsed as a header value, which could contain "name <address>" and comments.
    private static MailboxAddress Recipient(string to)
    {
        try
        {
            if (!to.Any(char.IsControl) && new MailboxAddress("", to) is { Domain.Length: > 0 } recipient) return recipient;
        }
        catch (ParseException)
        {
            // The message of the exception may contain the address.
        }

        throw new EmailDeliveryException("The recipient's address is not an e-mail address.", isPermanent: true);
    }

    // Quoted-printable keeps lines short, so that servers do not alter a long token (RFC 5322 §2.1.1 allows 998 characters).
    private static TextPart Part(string subtype, string text) =>
        new(subtype) { Text = text, ContentTransferEncoding = ContentEncoding.QuotedPrintable };
}
