using Auth.Application.Passwords;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Users;

/// <summary>Changes and deletes users, on their own behalf or a superuser's.</summary>
public sealed class UserEditor(
    IUserRepository users,
    IPasswordHasher hasher,
    PasswordPolicy policy,
    IOptions<AuthOptions> options,
    TimeProvider time,
    UserEventPublisher events)
{
    /// <summary>
    /// Makes all of the changes that a user makes of themselves, or none. Where
    /// <see cref="AuthOptions.RequireCurrentPassword"/> is on, another password or address wants the current password.
    /// </summary>
    /// <param name="user">The user as last read.</param>
    /// <param name="changes">What to change besides the password.</param>
    /// <param name="password">Another password, or null to keep the one there is.</param>
    /// <param name="currentPassword">The password there is, or null where it was not given.</param>
    /// <param name="keptSession">The session that outlives a change of the password; null when all of them end.</param>
    /// <param name="cancellationToken">Gives up; nothing is changed then.</param>
    /// <returns>
    /// As <see cref="UpdateAsync"/>; or, told before anything else, that the current password is wrong or missing.
    /// </returns>
    public async Task<Result<User>> UpdateSelfAsync(
        User user, UserChanges changes, string? password, string? currentPassword, Guid? keptSession,
        CancellationToken cancellationToken)
    {
        string? provenHash = null;
        if (IsAsked(user))
        {
            if (currentPassword is null
                || await hasher.VerifyAsync(currentPassword, user.HashedPassword, cancellationToken)
                    is PasswordVerification.Failed)
            {
                return AuthError.UpdateUserBadCurrentPassword;
            }

            provenHash = user.HashedPassword;
        }

        // Asked again of the row that is about to change: the password that was proven may have been replaced meanwhile.
        return await StoreAsync(
            user, changes, password, keptSession,
            stored => !IsAsked(stored) || stored.HashedPassword == provenHash, cancellationToken);

        bool IsAsked(User stored) => options.Value.RequireCurrentPassword
            && (password is not null || (changes.Email is { } email && email.Value != stored.Email));
    }

    /// <summary>Makes all of the changes that a superuser or an operator makes of a user, or none.</summary>
    /// <param name="user">The user as last read.</param>
    /// <param name="changes">What to change besides the password.</param>
    /// <param name="password">Another password, or null to keep the one there is.</param>
    /// <param name="keptSession">The session that outlives a change of the password; null when all of them end.</param>
    /// <param name="cancellationToken">Gives up; nothing is changed then.</param>
    /// <returns>
    /// The user as stored now; or that the password breaks a rule, that the address is another user's, or that the user is gone.
    /// </returns>
    public Task<Result<User>> UpdateAsync(
        User user, UserChanges changes, string? password, Guid? keptSession, CancellationToken cancellationToken) =>
        StoreAsync(user, changes, password, keptSession, _ => true, cancellationToken);

    /// <summary>Deletes a user; tokens of theirs are refused from now on.</summary>
    /// <returns>False when there was no such user.</returns>
    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(id, cancellationToken) is not { } user)
            return false;
        await events.PublishBeforeAsync(listener => listener.BeforeDeleteAsync(user, cancellationToken));
        if (!await users.DeleteAsync(id, cancellationToken))
            return false;
        await events.PublishAsync((listener, token) => listener.AfterDeleteAsync(user, token));
        return true;
    }

    private async Task<Result<User>> StoreAsync(
        User user, UserChanges changes, string? password, Guid? keptSession, Func<User, bool> mayChange,
        CancellationToken cancellationToken)
    {
        if (password is not null && Refuse(password, user, changes) is { } reason)
            return AuthError.UpdateUserInvalidPassword(reason);
        if (changes.Email is { } email && await IsTakenAsync(email, user, cancellationToken))
            return AuthError.UpdateUserEmailAlreadyExists;

        var hashedPassword = password is null ? null : await hasher.HashAsync(password, cancellationToken);
        var before = user;
        var update = await users.UpdateAsync(user.Id, Change, keptSession, cancellationToken);
        if (update.Outcome is UserWriteOutcome.EmailTaken)
            return AuthError.UpdateUserEmailAlreadyExists;
        if (update.User is not { } updated)
            return AuthError.NotFound;
        if (update.Outcome is UserWriteOutcome.Declined)
            return AuthError.UpdateUserBadCurrentPassword;

        var made = changes with { ChangesPassword = password is not null };
        await events.PublishAsync((listener, token) => listener.AfterUpdateAsync(updated, before, made, token));
        return updated;

        bool Change(User stored)
        {
            if (!mayChange(stored))
                return false;
            before = stored.Copy();
            changes.ApplyTo(stored);
            if (hashedPassword is not null)
                stored.ChangePassword(hashedPassword, time.GetUtcNow());
            return true;
        }
    }

    private string? Refuse(string password, User user, UserChanges changes) =>
        policy.Refuse(password, user.Email) ?? (changes.Email is { } email ? policy.Refuse(password, email.Value) : null);

    private async Task<bool> IsTakenAsync(EmailAddress email, User user, CancellationToken cancellationToken) =>
        email.Normalized != user.NormalizedEmail
        && await users.FindByEmailAsync(email.Value, cancellationToken) is not null;
}
