using Auth.Application.Passwords;
using Auth.Domain.Users;

namespace Auth.Application.Users;

/// <summary>Changes and deletes users, on their own behalf or a superuser's.</summary>
public sealed class UserEditor(
    IUserRepository users, IPasswordHasher hasher, PasswordPolicy policy, TimeProvider time, UserEventPublisher events)
{
    /// <summary>Makes all of the changes or none.</summary>
    /// <param name="user">The user as last read.</param>
    /// <param name="changes">What to change besides the password.</param>
    /// <param name="password">Another password, or null to keep the one there is.</param>
    /// <param name="keptSession">The session that outlives a change of the password; null when all of them end.</param>
    /// <param name="cancellationToken">Gives up; nothing is changed then.</param>
    /// <returns>
    /// The user as stored now; or that the password breaks a rule, that the address is another user's, or that the user is gone.
    /// </returns>
    public async Task<Result<User>> UpdateAsync(
        User user, UserChanges changes, string? password, Guid? keptSession, CancellationToken cancellationToken)
    {
        if (password is not null && Refuse(password, user, changes) is { } reason)
            return AuthError.UpdateUserInvalidPassword(reason);
        if (changes.Email is { } email && await IsTakenAsync(email, user, cancellationToken))
            return AuthError.UpdateUserEmailAlreadyExists;

        var hashedPassword = password is null ? null : await hasher.HashAsync(password, cancellationToken);
        var update = await users.UpdateAsync(user.Id, Change, keptSession, cancellationToken);
        if (update.Outcome is UserWriteOutcome.EmailTaken)
            return AuthError.UpdateUserEmailAlreadyExists;
        if (update.User is not { } updated)
            return AuthError.NotFound;

        var made = changes with { ChangesPassword = password is not null };
        await events.PublishAsync((listener, token) => listener.AfterUpdateAsync(updated, made, token));
        return updated;

        bool Change(User stored)
        {
            changes.ApplyTo(stored);
            if (hashedPassword is not null)
                stored.ChangePassword(hashedPassword, time.GetUtcNow());
            return true;
        }
    }

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

    private string? Refuse(string password, User user, UserChanges changes) =>
        policy.Refuse(password, user.Email) ?? (changes.Email is { } email ? policy.Refuse(password, email.Value) : null);

    private async Task<bool> IsTakenAsync(EmailAddress email, User user, CancellationToken cancellationToken) =>
        email.Normalized != user.NormalizedEmail
        && await users.FindByEmailAsync(email.Value, cancellationToken) is not null;
}
