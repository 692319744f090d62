using Auth.Application.Email;
using MimeKit;

namespace Auth.Infrastructure.Email;

/// <summary>Turns a message into the Internet's form of it (RFC 5322, RFC 2046).</summary>
internal static class MimeMessages
{
    /// <summary>A message with a plain-text and an HTML part, dated now.</summary>
    /// <param name="message">What to write.</param>
    /// <param name="from">The sender's address, with or without a name before it.</param>
    /// <param name="time">Where the date comes from.</param>
    /// <exception cref="EmailDeliveryException">
    /// An address is none, or an address or the subject holds a control character and with it could hold a header of its own.
    /// </exception>
    public static MimeMessage Build(EmailMessage message, string from, TimeProvider time)
    {
        if (message.Subject.Any(char.IsControl)) throw new EmailDeliveryException("The subject is not one line of text.", isPermanent: true);
        var sender = Sender(from);
        var mime = new MimeMessage
        {
            Subject = message.Subject,
            Date = message.CreatedAt ?? time.GetUtcNow(),

            // The same for every attempt, so that a message that was delivered twice is recognised.
            MessageId = $"{message.Id:N}@{sender.Domain}",
            Body = new MultipartAlternative(Part("plain", message.Text), Part("html", message.Html)),
        };
        mime.From.Add(sender);
        mime.To.Add(Recipient(message.To));

        // RFC 3834: keeps holiday notices from being sent back.
        mime.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return mime;
    }

    private static MailboxAddress Sender(string from) =>
        !from.Any(char.IsControl) && MailboxAddress.TryParse(from, out var sender) && sender.Domain.Length > 0
            ? sender
            : throw new EmailDeliveryException("Auth:Email:From is not an e-mail address.", isPermanent: false);

    // Taken as it is and not parsed as a header's value, in which "name <address>" and comments would count.
    private static MailboxAddress Recipient(string to)
    {
        try
        {
            if (!to.Any(char.IsControl) && new MailboxAddress("", to) is { Domain.Length: > 0 } recipient) return recipient;
        }
        catch (ParseException)
        {
            // Its text may quote the address.
        }

        throw new EmailDeliveryException("The recipient's address is not an e-mail address.", isPermanent: true);
    }

    // Quoted-printable passes every server unchanged, whatever the length of a token's line (RFC 5322 §2.1.1 allows 998).
    private static TextPart Part(string subtype, string text) =>
        new(subtype) { Text = text, ContentTransferEncoding = ContentEncoding.QuotedPrintable };
}
