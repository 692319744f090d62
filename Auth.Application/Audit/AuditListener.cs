using Auth.Application.Users;
using Auth.Domain.Audit;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Audit;

/// <summary>
/// Writes what happens into the log and the audit trail, before the client is answered: what was acknowledged is in the trail.
/// A login that fails is written in the same way whether the address is anybody's or not.
/// </summary>
internal sealed class AuditListener(
    CurrentCaller caller, AuditLog log, RecordedWaits waits, IAuditRepository trail, IOptions<AuthOptions> options,
    TimeProvider time) : IUserEvents
{
    public Task AfterRegisterAsync(User user, CancellationToken cancellationToken) =>
        RecordAsync(New(AuditEventName.UserRegistered, user.Id, detail: ChangedMembers.OfNew(user)), cancellationToken);

    public Task AfterUpdateAsync(User user, User before, UserChanges changes, CancellationToken cancellationToken)
    {
        var happened = new List<AuditEvent>();
        if (user.HashedPassword != before.HashedPassword)
            happened.Add(New(AuditEventName.PasswordChanged, user.Id));
        if (user.Email != before.Email)
            happened.Add(New(AuditEventName.EmailChanged, user.Id));

        // A superuser who changes the own flags does it as a superuser: other users cannot.
        var asSuperuser = caller.Value.UserId != user.Id
            || (changes.IsActive ?? changes.IsSuperuser ?? changes.IsVerified) is not null;
        if (asSuperuser && ChangedMembers.Between(before, user) is { } members)
            happened.Add(New(AuditEventName.UserUpdated, user.Id, detail: members));
        return RecordAsync(happened, cancellationToken);
    }

    public Task AfterSessionOpenedAsync(User user, Session session, CancellationToken cancellationToken) =>
        RecordAsync(New(AuditEventName.LoginSucceeded, user.Id, session.Id), cancellationToken);

    public Task AfterFailedLoginAsync(User? user, AuthError refusal, CancellationToken cancellationToken)
    {
        if (refusal.RetryAt is not { } until)
            return RecordAsync(New(AuditEventName.LoginFailed, user?.Id, detail: refusal.Code), cancellationToken);
        var throttled = New(AuditEventName.LoginThrottled, user?.Id);
        if (waits.TryAdd(user?.Id, until))
            return RecordAsync(throttled, cancellationToken);
        log.Write(throttled);
        return Task.CompletedTask;
    }

    public Task AfterRequestVerifyAsync(User user, string token, CancellationToken cancellationToken) =>
        RecordAsync(New(AuditEventName.VerificationRequested, user.Id), cancellationToken);

    public Task AfterVerifyAsync(User user, CancellationToken cancellationToken) =>
        RecordAsync(New(AuditEventName.UserVerified, user.Id), cancellationToken);

    public Task AfterForgotPasswordAsync(User user, string token, CancellationToken cancellationToken) =>
        RecordAsync(New(AuditEventName.ResetRequested, user.Id), cancellationToken);

    public Task AfterResetPasswordAsync(User user, CancellationToken cancellationToken) =>
        RecordAsync(New(AuditEventName.PasswordReset, user.Id), cancellationToken);

    public Task AfterRefreshTokenTheftAsync(User user, Session session, CancellationToken cancellationToken) =>
        RecordAsync(New(AuditEventName.RefreshTokenReused, user.Id, session.Id), cancellationToken);

    public Task AfterSessionEndedAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken) =>
        RecordAsync(New(AuditEventName.SessionEnded, userId, sessionId), cancellationToken);

    public Task AfterSessionsEndedAsync(Guid userId, int count, CancellationToken cancellationToken) =>
        RecordAsync(New(AuditEventName.SessionsEnded, userId, detail: $"{count}"), cancellationToken);

    public Task AfterDeleteAsync(User user, CancellationToken cancellationToken) =>
        RecordAsync(New(AuditEventName.UserDeleted, user.Id), cancellationToken);

    private AuditEvent New(string name, Guid? userId, Guid? sessionId = null, string? detail = null) => new()
    {
        OccurredAt = time.GetUtcNow(),
        Name = name,
        UserId = userId,
        ActorId = caller.Value.UserId,
        ByOperator = caller.Value.IsOperator,
        SessionId = sessionId,
        IpAddress = caller.Value.IpAddress,
        Detail = detail,
    };

    private Task RecordAsync(AuditEvent happened, CancellationToken cancellationToken) =>
        RecordAsync([happened], cancellationToken);

    private Task RecordAsync(List<AuditEvent> happened, CancellationToken cancellationToken)
    {
        foreach (var one in happened)
            log.Write(one);
        return options.Value.Audit.Enabled && happened.Count > 0 ? trail.AddAsync(happened, cancellationToken) : Task.CompletedTask;
    }
}
