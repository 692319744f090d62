using Auth.Application.Events;
using Auth.Application.Login.MagicLinks;
using Auth.Application.Metrics;
using Auth.Application.Registration;
using Auth.Domain.Events;
using Auth.Domain.Mail;
using Auth.Domain.Users;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Application.Mail;

/// <summary>Delivers one mail of the outbox.</summary>
internal sealed class MailDelivery(
    IMailOutbox outbox,
    MailCooldowns cooldowns,
    MailWriter writer,
    Inviter inviter,
    MagicLinkMails magicLinks,
    MailSignal signal,
    IUserRepository users,
    IMailSender sender,
    Caller caller,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events,
    IOptions<AuthOptions> options,
    TimeProvider time,
    AuthMetrics metrics,
    ILogger<MailDelivery> logger)
{
    /// <summary>The longest pause between two attempts.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    /// <summary>Delivers a leased mail, and deletes it from the outbox or sets the time of the next attempt.</summary>
    public async Task DeliverAsync(OutboxMail mail, CancellationToken cancellationToken)
    {
        try
        {
            if (mail.Attempts > options.Value.Email.Smtp.MaxAttempts)
                throw new EmailDeliveryException("Every attempt was interrupted", isPermanent: true);
            if (mail.Kind is MailKind.VerificationRequest or MailKind.ResetRequest)
            {
                await AnswerRequestAsync(mail, cancellationToken);
                return;
            }

            if (mail.Kind is MailKind.InvitationRequest)
            {
                await inviter.AnswerAsync(mail, cancellationToken);
                return;
            }

            if (mail.Kind is MailKind.MagicLinkRequest)
            {
                await magicLinks.AnswerAsync(mail, cancellationToken);
                return;
            }

            if (await writer.WriteAsync(mail, cancellationToken) is { } message)
            {
                // The attempt must end within the lease. Otherwise, another process also sends the mail.
                if (time.GetUtcNow().AddSeconds(options.Value.Email.Smtp.TimeoutSeconds) > mail.DueAt)
                {
                    logger.LogWarning("A {Kind} mail is postponed: the database took too long to lease it", mail.Kind);
                    return;
                }

                await sender.SendAsync(message, cancellationToken);
            }

            // Not cancelled when the service stops, because the mail has been sent.
            await outbox.DeleteAsync(mail.Id, CancellationToken.None);
        }
        catch (EmailDeliveryException exception)
        {
            await RetryLaterAsync(mail, exception, cancellationToken);
        }
    }

    /// <summary>Replaces a request with the mail, if the address belongs to a user who may receive it.</summary>
    private async Task AnswerRequestAsync(OutboxMail request, CancellationToken cancellationToken)
    {
        caller.Continue(request.Data);
        var isVerification = request.Kind is MailKind.VerificationRequest;
        await unitOfWork.ExecuteAsync(
            async token =>
            {
                if (!await outbox.DeleteAsync(request.Id, token))
                    return;
                if (await users.FindByEmailAsync(request.Recipient, token) is not { IsActive: true } user
                    || (isVerification && user.IsVerified)
                    || !await cooldowns.TryStartAsync($"{request.Kind} {user.NormalizedEmail}", token))
                {
                    return;
                }

                await events.PublishAsync(isVerification ? new VerificationRequested(user) : new ResetRequested(user), token);
                outbox.Add(OutboxMail.Create(
                    isVerification ? MailKind.Verification : MailKind.Reset, user.Email, user.Id, data: null, isNotice: false,
                    time.GetUtcNow()));
            },
            cancellationToken);
        signal.Set();
    }

    private async Task RetryLaterAsync(OutboxMail mail, EmailDeliveryException exception, CancellationToken cancellationToken)
    {
        var max = options.Value.Email.Smtp.MaxAttempts;
        if (exception.IsPermanent || mail.Attempts >= max)
        {
            logger.LogError(
                exception, "A {Kind} mail was not delivered at attempt {Attempt} of {MaxAttempts} and is dropped",
                mail.Kind, mail.Attempts, max);
            metrics.CountMail(Outcome.Failed);
            await outbox.DeleteAsync(mail.Id, cancellationToken);
            return;
        }

        var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, mail.Attempts - 1), LongestPause.TotalSeconds));
        logger.LogWarning(
            "A {Kind} mail was not delivered at attempt {Attempt} of {MaxAttempts}; the next attempt is in {Pause} s. {Cause}",
            mail.Kind, mail.Attempts, max, pause.TotalSeconds, exception.Message);
        await outbox.PostponeAsync(mail, time.GetUtcNow() + pause, cancellationToken);
    }
}
