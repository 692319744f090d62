using System.Net;
using System.Text;
using Auth.Application;
using Auth.Application.Mail;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Auth.Infrastructure.Mail;

/// <summary>
/// Submits messages to the mail server of <c>Auth:Email:Smtp</c> (RFC 6409). A 5xx response and a rejected login are permanent
/// failures. A 4xx response and a lost connection are transient failures.
/// </summary>
internal sealed class SmtpMailSender(
    IOptions<AuthOptions> options, TimeProvider time, Func<ISmtpClient>? newClient = null) : IMailSender
{
    /// <inheritdoc/>
    public async Task SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        var mime = MimeMessages.Build(message, options.Value.Email.From, time);
        if (await TryAsync(mime, cancellationToken) is { } failure)
            throw new EmailDeliveryException(failure.Cause, failure.IsPermanent);
    }

    private async Task<SmtpFailure?> TryAsync(MimeMessage mime, CancellationToken cancellationToken)
    {
        var limit = TimeSpan.FromSeconds(options.Value.Email.Smtp.TimeoutSeconds);
        using var timeout = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await DeliverAsync(mime, limit, either.Token, timeout.Token);
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

    private async Task<SmtpFailure?> DeliverAsync(
        MimeMessage mime, TimeSpan limit, CancellationToken cancellationToken, CancellationToken timeout)
    {
        var client = newClient?.Invoke() ?? new SmtpClient();
        var accepted = false;
        try
        {
            if (await SubmitAsync(client, mime, limit, cancellationToken, timeout) is { } failure)
                return failure;
            accepted = true;
        }
        finally
        {
            // The response to QUIT is not awaited: a crash before the caller has recorded the delivery repeats the message.
            if (accepted)
                _ = QuitAsync(client, limit);
            else
                client.Dispose();
        }

        return null;
    }

    private async Task<SmtpFailure?> SubmitAsync(
        ISmtpClient client, MimeMessage mime, TimeSpan limit, CancellationToken cancellationToken, CancellationToken timeout)
    {
        var smtp = options.Value.Email.Smtp;
        client.Timeout = (int)limit.TotalMilliseconds;

        // Same as the default of HttpClient: an unreachable revocation list must not prevent delivery.
        client.CheckCertificateRevocation = false;
        await client.ConnectAsync(smtp.Host!, smtp.Port, SocketOptions(smtp.Security), cancellationToken);
        if (!string.IsNullOrEmpty(smtp.User))
            await client.AuthenticateAsync(new NetworkCredential(smtp.User, smtp.Password), cancellationToken);

        // MimeKit encodes an international domain as ASCII (RFC 5891), which every server accepts. A local part has no ASCII
        // form.
        var international = mime.From.Mailboxes.Concat(mime.To.Mailboxes).Any(mailbox => !Ascii.IsValid(mailbox.LocalPart));
        if (international && !client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
            return new("The mail server does not support international addresses (SMTPUTF8, RFC 6531)", true);

        // Not cancelled at shutdown: the server could still accept the message, and it would be sent again.
        await client.SendAsync(new FormatOptions { International = international }, mime, timeout);
        return null;
    }

    private async Task QuitAsync(ISmtpClient client, TimeSpan limit)
    {
        using (client)
        {
            using var timeout = new CancellationTokenSource(limit, time);

            // The message is accepted, so MailKit's failures to disconnect have no consequence.
            await client.DisconnectAsync(quit: true, timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static SecureSocketOptions SocketOptions(SmtpSecurity security) => security switch
    {
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        SmtpSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
