using Auth.Application.Events;
using Auth.Application.Login.SecondFactors;
using Auth.Domain.Credentials;
using Auth.Domain.Events;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.External;

/// <summary>Finds, creates and links the user of an account at an external provider.</summary>
public sealed class ExternalAccounts(
    IExternalLoginRepository logins,
    UserCredentials credentials,
    IUserRepository users,
    ExternalRegistrar registrar,
    LoginService refusals,
    SecondFactorRemover secondFactors,
    ProviderTokenProtector protector,
    IOptions<AuthOptions> options,
    TimeProvider time,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events)
{
    /// <summary>Returns the user of an account. An unknown account is linked to an existing or to a new user.</summary>
    /// <returns>
    /// The user. <see cref="AuthError.OAuthNotAvailableEmail"/>, <see cref="AuthError.OAuthUserAlreadyExists"/>, or
    /// <see cref="AuthError.LoginBadCredentials"/> for an inactive user.
    /// </returns>
    public async Task<Result<User>> FindUserAsync(
        IExternalProvider provider, ExternalAccount account, AccountRules rules, CancellationToken cancellationToken)
    {
        Guid? refused = null;
        var result = await unitOfWork.ExecuteAsync(
            async token =>
            {
                var (userId, found) = await SelectAsync(provider, account, rules, token);
                refused = userId;
                if (found.Succeeded(out var user, out var error))
                    await events.PublishAsync(new ExternalLoginUsed(user, provider.Name), token);
                return found;
            },
            cancellationToken);
        return result.Error is { } reason ? await refusals.RefuseAsync(refused, reason, cancellationToken) : result;
    }

    /// <summary>Links an account to a user. An account that is already linked to the user remains linked.</summary>
    /// <returns>
    /// The user. <see cref="AuthError.OAuthUserAlreadyExists"/> if the account belongs to another user,
    /// <see cref="AuthError.OAuthTooManyAccounts"/>, or <see cref="AuthError.BadRequest"/> if the user was deactivated or deleted.
    /// </returns>
    public Task<Result<User>> AssociateAsync(
        IExternalProvider provider, ExternalAccount account, User user, CancellationToken cancellationToken) =>
        unitOfWork.ExecuteAsync<User>(
            async token =>
            {
                if (await users.FindAsync(user.Id, token) is not { IsActive: true } current)
                    return AuthError.BadRequest;
                if (await logins.FindAsync(provider.Name, account.Id, token) is { } known)
                {
                    if (known.UserId != user.Id)
                        return AuthError.OAuthUserAlreadyExists;
                    await UseAsync(known, provider, account, token);
                    return current;
                }

                return await TryLinkAsync(current, provider, account, isNewUser: false, token) is { } error ? error : current;
            },
            cancellationToken);

    private async Task<(Guid? UserId, Result<User> Result)> SelectAsync(
        IExternalProvider provider, ExternalAccount account, AccountRules rules, CancellationToken cancellationToken)
    {
        if (await logins.FindAsync(provider.Name, account.Id, cancellationToken) is { } known)
            return await UseAsync(known);
        if (!EmailAddress.TryParse(account.Email ?? "", out var email, out _))
            return (null, AuthError.OAuthNotAvailableEmail);
        if (await users.FindByEmailAsync(email.Value, cancellationToken) is { } existing)
        {
            // A simultaneous first login with the account may have created the user since the link was looked for.
            if (await logins.FindAsync(provider.Name, account.Id, cancellationToken) is { } linked)
                return await UseAsync(linked);
            return (existing.Id, !rules.AssociateByEmail || !account.IsEmailVerified ? AuthError.OAuthUserAlreadyExists
                : !existing.IsActive ? AuthError.LoginBadCredentials
                : await JoinAsync(existing, provider, account, cancellationToken));
        }

        var registered = await registrar.RegisterAsync(provider.Name, account, email, rules, cancellationToken);
        if (!registered.Succeeded(out var created, out var refusal))
            return (null, refusal);
        await TryLinkAsync(created, provider, account, isNewUser: true, cancellationToken);
        return (created.Id, created);

        // The update locks the link: after it was removed, the account proves nothing.
        async Task<(Guid?, Result<User>)> UseAsync(ExternalLogin login) =>
            await this.UseAsync(login, provider, account, cancellationToken)
            && await users.FindAsync(login.UserId, cancellationToken) is { IsActive: true } owner
                ? (owner.Id, owner)
                : (login.UserId, AuthError.LoginBadCredentials);
    }

    /// <summary>
    /// Links an account to the existing user with its verified address. If the user's own address is unverified, someone else may
    /// have registered it: their password, links, passkeys, second factors and sessions are removed.
    /// </summary>
    private async Task<Result<User>> JoinAsync(
        User existing, IExternalProvider provider, ExternalAccount account, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wasVerified = false;
        var update = await users.UpdateAsync(
            existing.Id,
            stored =>
            {
                if (!stored.IsActive || stored.NormalizedEmail != existing.NormalizedEmail)
                    return false;
                wasVerified = stored.IsVerified;
                if (!wasVerified)
                    stored.RemovePassword(now);
                return true;
            },
            cancellationToken);
        if (update is not { Outcome: UserWriteOutcome.Saved, User: { } user })
            return AuthError.OAuthUserAlreadyExists;
        if (!wasVerified)
            await credentials.RemoveAllAsync(user.Id, cancellationToken);

        if (await TryLinkAsync(user, provider, account, isNewUser: false, cancellationToken) is { } error)
            return error;
        if (wasVerified)
            return user;
        var removal = await secondFactors.RemoveAsync(user.Id, method: null, byUser: false, keptSession: null, cancellationToken);
        return removal.Error == AuthError.NotFound ? user : removal;
    }

    private async Task<AuthError?> TryLinkAsync(
        User user, IExternalProvider provider, ExternalAccount account, bool isNewUser, CancellationToken cancellationToken)
    {
        if (!isNewUser
            && (await logins.ListAsync(user.Id, cancellationToken)).Count >= options.Value.ExternalLogins.MaxPerUser)
        {
            return AuthError.OAuthTooManyAccounts;
        }

        var login = ExternalLogin.Link(user.Id, provider.Name, account.Id, time.GetUtcNow());
        Change(login, provider, account);
        logins.Add(login);
        await events.PublishAsync(new ExternalLoginLinked(user, provider.Name, isNewUser), cancellationToken);
        return null;
    }

    private Task<bool> UseAsync(
        ExternalLogin known, IExternalProvider provider, ExternalAccount account, CancellationToken cancellationToken)
    {
        Change(known, provider, account);
        return logins.UpdateAsync(known, cancellationToken);
    }

    private void Change(ExternalLogin login, IExternalProvider provider, ExternalAccount account)
    {
        login.Use(EmailAddress.TryParse(account.Email ?? "", out var email, out _) ? email.Value : null, time.GetUtcNow());
        login.KeepTokens(provider.Settings.KeepTokens ? protector.Protect(login, account.Tokens) : null);
    }
}

/// <summary>Decides which user an unknown account belongs to.</summary>
/// <param name="AssociateByEmail">Whether it is linked to the existing user with its verified e-mail address.</param>
/// <param name="IsVerifiedByDefault">Whether a new user with a verified e-mail address is verified.</param>
public sealed record AccountRules(bool AssociateByEmail, bool IsVerifiedByDefault);
