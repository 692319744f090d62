using Auth.Application.Events;
using Auth.Application.Passwords;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Users;

/// <summary>Changes and deletes users.</summary>
public sealed class UserEditor(
    IUserRepository users,
    ISessionRepository sessions,
    IPasswordHasher hasher,
    CurrentPasswordVerifier currentPasswords,
    PasswordPolicy policy,
    IOptions<AuthOptions> options,
    TimeProvider time,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events)
{
    /// <summary>
    /// Makes all of the changes that users make to their own account, or none. If
    /// <see cref="AuthOptions.RequireCurrentPassword"/> is on, a new password or e-mail address requires the current password.
    /// </summary>
    /// <param name="user">The user as last read.</param>
    /// <param name="changes">The changes except the password.</param>
    /// <param name="password">The new password; null to keep the current one.</param>
    /// <param name="currentPassword">The current password, if given.</param>
    /// <param name="keptSession">The session that survives a password change; null to revoke all sessions.</param>
    public async Task<Result<User>> UpdateSelfAsync(
        User user, UserChanges changes, string? password, string? currentPassword, Guid? keptSession,
        CancellationToken cancellationToken)
    {
        Guid? provenStamp = null;
        if (RequiresProof(user))
        {
            if (await currentPasswords.VerifyAsync(user, currentPassword, keptSession, cancellationToken) is { } error)
                return error;
            provenStamp = user.SecurityStamp;
        }

        // Checked again on the row before the change: the proof may no longer be valid.
        return await StoreAsync(
            user, changes, password, keptSession, byUser: true,
            stored => !RequiresProof(stored) || stored.SecurityStamp == provenStamp, cancellationToken);

        bool RequiresProof(User stored) => options.Value.RequireCurrentPassword
            && (password is not null || (changes.Email is { } email && email.Value != stored.Email));
    }

    /// <summary>Makes all of the changes that a superuser or an operator makes to a user, or none.</summary>
    /// <param name="user">The user as last read.</param>
    /// <param name="changes">The changes except the password.</param>
    /// <param name="password">The new password; null to keep the current one.</param>
    /// <param name="keptSession">The session that survives a password change; null to revoke all sessions.</param>
    public Task<Result<User>> UpdateAsync(
        User user, UserChanges changes, string? password, Guid? keptSession, CancellationToken cancellationToken) =>
        StoreAsync(user, changes, password, keptSession, byUser: false, _ => true, cancellationToken);

    /// <summary>Deletes a user, which makes the user's tokens invalid.</summary>
    /// <returns>The deleted user; <see cref="AuthError.NotFound"/> or <see cref="AuthError.LastSuperuser"/>.</returns>
    public Task<Result<User>> DeleteAsync(Guid id, CancellationToken cancellationToken) => unitOfWork.ExecuteAsync<User>(
        async token =>
        {
            if (await users.FindAsync(id, token) is not { } user)
                return AuthError.NotFound;
            if (user.IsActiveSuperuser && !await users.HasOtherActiveSuperuserAsync(id, token))
                return AuthError.LastSuperuser;
            if (!await users.DeleteAsync(id, token))
                return AuthError.NotFound;
            await events.PublishAsync(new UserDeleted(user), token);
            return user;
        },
        cancellationToken);

    private async Task<Result<User>> StoreAsync(
        User user, UserChanges changes, string? password, Guid? keptSession, bool byUser, Func<User, bool> mayChange,
        CancellationToken cancellationToken)
    {
        if (password is not null && Refuse(password, user, changes) is { } reason)
            return AuthError.UpdateUserInvalidPassword(reason);
        if (changes.Email is { } email && await IsTakenAsync(email, user, cancellationToken))
            return AuthError.UpdateUserEmailAlreadyExists;

        var areFieldsTooLong = false;
        var hashedPassword = password is null ? null : await hasher.HashAsync(password, cancellationToken);
        return await unitOfWork.ExecuteAsync<User>(
            async token =>
            {
                var before = user;
                var update = await users.UpdateAsync(
                    user.Id, stored => Change(stored, out before), token);
                if (update is not { Outcome: UserWriteOutcome.Saved, User: { } updated })
                    return areFieldsTooLong ? AuthError.UserFieldsTooLong : ErrorOf(update.Outcome);
                if (updated.EndsAdministrationOf(before) && !await users.HasOtherActiveSuperuserAsync(user.Id, token))
                    return AuthError.LastSuperuser;
                if (updated.EndsSessionsOf(before))
                    await sessions.EndAllAsync(user.Id, updated.IsActive ? keptSession : null, time.GetUtcNow(), token);
                foreach (var happened in EventsOf(updated, before, byUser))
                    await events.PublishAsync(happened, token);
                return updated;
            },
            cancellationToken);

        bool Change(User stored, out User before)
        {
            before = stored.Copy();
            areFieldsTooLong = false;
            if (!mayChange(stored))
                return false;
            areFieldsTooLong = !changes.TrySetFields(stored);
            if (areFieldsTooLong)
                return false;
            changes.ApplyTo(stored);
            if (hashedPassword is not null)
                stored.ChangePassword(hashedPassword, time.GetUtcNow());
            return true;
        }
    }

    private static AuthError ErrorOf(UserWriteOutcome outcome) => outcome switch
    {
        UserWriteOutcome.EmailTaken => AuthError.UpdateUserEmailAlreadyExists,
        UserWriteOutcome.Declined => AuthError.UpdateUserBadCurrentPassword,
        _ => AuthError.NotFound,
    };

    private static IEnumerable<AccountEvent> EventsOf(User user, User before, bool byUser)
    {
        if (user.HashedPassword != before.HashedPassword)
            yield return new PasswordChanged(user, before);
        if (user.Email != before.Email)
            yield return new EmailChanged(user, before, byUser);
        if (!byUser && new UserUpdated(user, before) is { Detail: not null } updated)
            yield return updated;
    }

    private string? Refuse(string password, User user, UserChanges changes) =>
        policy.Refuse(password, user.Email) ?? (changes.Email is { } email ? policy.Refuse(password, email.Value) : null);

    private async Task<bool> IsTakenAsync(EmailAddress email, User user, CancellationToken cancellationToken) =>
        email.Normalized != user.NormalizedEmail

        // A simultaneous request may have given the address to this user.
        && await users.FindByEmailAsync(email.Value, cancellationToken) is { } owner && owner.Id != user.Id;
}
