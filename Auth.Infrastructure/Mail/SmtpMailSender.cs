using System.Net;
using System.Text;
using Auth.Application;
using Auth.Application.Mail;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;
using Polly;
using Polly.Timeout;

namespace Auth.Infrastructure.Mail;

/// <summary>
/// Submits messages to the mail server of <c>Auth:Email:Smtp</c> (RFC 6409). A 5xx response and a rejected login are permanent
/// failures. A 4xx response and a lost connection are transient failures.
/// </summary>
/// <remarks>A call makes one attempt. The outbox repeats failed attempts.</remarks>
internal sealed class SmtpMailSender(IOptions<AuthOptions> options, TimeProvider time) : IMailSender
{
    private readonly SmtpOptions _smtp = options.Value.Email.Smtp;
    private readonly ResiliencePipeline _limit = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddTimeout(TimeSpan.FromSeconds(options.Value.Email.Smtp.TimeoutSeconds))
        .Build();

    /// <inheritdoc/>
    public async Task SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        var mime = MimeMessages.Build(message, options.Value.Email.From, time);
        try
        {
            // The caller's token is not passed on: it must not interrupt the submission of the message.
            await _limit.ExecuteAsync(
                async timeout => await DeliverAsync(mime, timeout, cancellationToken), CancellationToken.None);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            throw new EmailDeliveryException($"The mail server did not answer within {_smtp.TimeoutSeconds} s", isPermanent: false);
        }
        catch (Exception exception) when (SmtpFailure.Of(exception) is { } failure)
        {
            throw new EmailDeliveryException(failure.Cause, failure.IsPermanent);
        }
    }

    private async Task DeliverAsync(MimeMessage mime, CancellationToken timeout, CancellationToken cancellationToken)
    {
        var client = new SmtpClient
        {
            Timeout = _smtp.TimeoutSeconds * 1000,

            // Same as the default of HttpClient: an unreachable revocation list must not prevent delivery.
            CheckCertificateRevocation = false,
        };
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout, cancellationToken);
            await ConnectAsync(client, either.Token);

            // Not cancelled at shutdown: the server could still accept the message, and it would be sent again.
            await SubmitAsync(client, mime, timeout);
        }
        catch
        {
            client.Dispose();

            // MailKit reports the cancellation of a TLS handshake as a failed handshake.
            timeout.ThrowIfCancellationRequested();
            throw;
        }

        // The response to QUIT is not awaited: a crash before the caller has recorded the delivery repeats the message.
        _ = QuitAsync(client);
    }

    private async Task ConnectAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        await client.ConnectAsync(_smtp.Host!, _smtp.Port, SocketOptions(_smtp.Security), cancellationToken);
        if (!string.IsNullOrEmpty(_smtp.User))
            await client.AuthenticateAsync(new NetworkCredential(_smtp.User, _smtp.Password), cancellationToken);
    }

    private static async Task SubmitAsync(SmtpClient client, MimeMessage mime, CancellationToken timeout)
    {
        // MimeKit encodes an international domain as ASCII (RFC 5891), which every server accepts. A local part has no ASCII
        // form.
        var international = mime.From.Mailboxes.Concat(mime.To.Mailboxes).Any(mailbox => !Ascii.IsValid(mailbox.LocalPart));
        if (international && !client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
        {
            throw new EmailDeliveryException(
                "The mail server does not support international addresses (SMTPUTF8, RFC 6531)", isPermanent: true);
        }

        await client.SendAsync(new FormatOptions { International = international }, mime, timeout);
    }

    private async Task QuitAsync(SmtpClient client)
    {
        using (client)
        {
            // The message is accepted, so a failure to disconnect has no consequence.
            await _limit.ExecuteAsync(async timeout => await client.DisconnectAsync(quit: true, timeout))
                .AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static SecureSocketOptions SocketOptions(SmtpSecurity security) => security switch
    {
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        SmtpSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
