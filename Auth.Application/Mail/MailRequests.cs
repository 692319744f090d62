using Auth.Application.Metrics;
using Auth.Domain.Mail;
using Auth.Domain.Users;
using Microsoft.Extensions.Logging;

namespace Auth.Application.Mail;

/// <summary>
/// Accepts requests for mailed tokens. A request only stores the address, so that the response and its time are the same for
/// every address. <see cref="MailDelivery"/> looks up the user.
/// </summary>
public sealed class MailRequests(
    IMailOutbox outbox,
    MailSignal signal,
    Caller caller,
    IUnitOfWork unitOfWork,
    TimeProvider time,
    AuthMetrics metrics,
    ILogger<MailRequests> logger)
{
    /// <summary>The maximum number of waiting requests of one kind.</summary>
    internal const int MaxWaiting = 10_000;

    /// <summary>Accepts a request for a verification token, a reset token or an invitation.</summary>
    /// <param name="kind">
    /// <see cref="MailKind.VerificationRequest"/>, <see cref="MailKind.ResetRequest"/> or <see cref="MailKind.InvitationRequest"/>.
    /// </param>
    /// <param name="email">The address, whether or not it is registered.</param>
    public Task AcceptAsync(MailKind kind, EmailAddress email, CancellationToken cancellationToken) =>
        AcceptAsync(kind, email, caller.Serialize, cancellationToken);

    /// <summary>Accepts a request with data of its own.</summary>
    /// <param name="kind">The kind of request.</param>
    /// <param name="email">The address, whether or not it is registered.</param>
    /// <param name="add">Adds other rows of the request to the unit of work, and returns its data.</param>
    internal async Task AcceptAsync(MailKind kind, EmailAddress email, Func<string> add, CancellationToken cancellationToken)
    {
        var isAccepted = false;
        await unitOfWork.ExecuteAsync(
            async token =>
            {
                isAccepted = await outbox.CountAsync(kind, MaxWaiting, token) < MaxWaiting;
                if (isAccepted)
                    outbox.Add(OutboxMail.Create(kind, email.Value, userId: null, add(), isNotice: false, time.GetUtcNow()));
            },
            cancellationToken);
        if (isAccepted)
        {
            signal.Set();
            return;
        }

        logger.LogWarning("A {Kind} was dropped: {MaxWaiting} are waiting", kind, MaxWaiting);
        metrics.CountMail(Outcome.Dropped);
    }
}
