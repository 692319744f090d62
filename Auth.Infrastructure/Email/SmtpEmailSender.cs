using System.Net;
using System.Text;
using Auth.Application;
using Auth.Application.Email;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Auth.Infrastructure.Email;

/// <summary>
/// Submits each message to the mail server of <c>Auth:Email:Smtp</c> (RFC 6409). What may pass, such as a 4xx answer or a lost
/// connection, is tried again; a 5xx answer or a refused account is not.
/// </summary>
internal sealed class SmtpEmailSender(
    IOptions<AuthOptions> options, TimeProvider time, ILogger<SmtpEmailSender> logger, Func<ISmtpClient>? newClient = null)
    : IEmailSender
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        // Built once: a server that took a message but was cut off before it said so gets the same Message-Id again.
        var mime = MimeMessages.Build(message, options.Value.Email.From, time);
        var most = options.Value.Email.Smtp.MaxAttempts;
        var pause = FirstPause;
        for (var attempt = 1; await TryAsync(mime, cancellationToken) is { } failure; attempt++)
        {
            if (failure.IsPermanent || attempt >= most)
                throw new EmailDeliveryException($"{failure.Cause}. Given up at try {attempt} of {most}.");
            logger.LogWarning(
                "A message was not delivered at try {Attempt} of {MaxAttempts}, next try in {Pause} s. {Cause}",
                attempt, most, pause.TotalSeconds, failure.Cause);
            await Task.Delay(pause, time, cancellationToken);
            pause *= 2;
        }
    }

    private async Task<SmtpFailure?> TryAsync(MimeMessage mime, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(options.Value.Email.Smtp.TimeoutSeconds);
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await DeliverAsync(mime, limit, either.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (timeout.IsCancellationRequested)
        {
            return new($"The mail server did not answer within {limit.TotalSeconds} s", false);
        }
        catch (Exception exception) when (SmtpFailure.Of(exception) is { } failure)
        {
            return failure;
        }
    }

    private async Task<SmtpFailure?> DeliverAsync(MimeMessage mime, TimeSpan limit, CancellationToken cancellationToken)
    {
        var smtp = options.Value.Email.Smtp;
        using var client = newClient?.Invoke() ?? new SmtpClient();
        client.Timeout = (int)limit.TotalMilliseconds;

        // As .NET's own HTTP client has it: a revocation list that cannot be fetched must not stop the mail.
        client.CheckCertificateRevocation = false;
        await client.ConnectAsync(smtp.Host!, smtp.Port, SocketOptions(smtp.Security), cancellationToken);
        if (!string.IsNullOrEmpty(smtp.User))
            await client.AuthenticateAsync(new NetworkCredential(smtp.User, smtp.Password), cancellationToken);

        // Of an international domain MimeKit writes the ASCII form (RFC 5891), which every server takes; what is before the @
        // has none.
        var international = mime.From.Mailboxes.Concat(mime.To.Mailboxes).Any(mailbox => !Ascii.IsValid(mailbox.LocalPart));
        if (international && !client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
            return new("The mail server takes no international addresses (SMTPUTF8, RFC 6531)", true);

        await client.SendAsync(new FormatOptions { International = international }, mime, cancellationToken);

        // The message is the server's by now. MailKit lets a goodbye that fails pass, so that it does not send the message again.
        await client.DisconnectAsync(quit: true, cancellationToken);
        return null;
    }

    private static SecureSocketOptions SocketOptions(SmtpSecurity security) => security switch
    {
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        SmtpSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
