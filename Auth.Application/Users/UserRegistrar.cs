using System.Text.Json;
using Auth.Application.Events;
using Auth.Application.Passwords;
using Auth.Domain.Events;
using Auth.Domain.Users;

namespace Auth.Application.Users;

/// <summary>Registers users.</summary>
public sealed class UserRegistrar(
    IUserRepository users, IPasswordHasher hasher, PasswordPolicy policy, IUnitOfWork unitOfWork, AccountEventPublisher events)
{
    /// <summary>Registers an active, unverified user who may not manage other users.</summary>
    /// <param name="email">The e-mail address.</param>
    /// <param name="password">The password.</param>
    /// <param name="name">The display name, if any.</param>
    /// <param name="fields">The values of the user fields, if any.</param>
    /// <returns>
    /// The user; <see cref="AuthError.RegisterInvalidPassword"/> or <see cref="AuthError.RegisterUserAlreadyExists"/>, checked in
    /// this order.
    /// </returns>
    public Task<Result<User>> RegisterAsync(
        EmailAddress email, string password, string? name, IReadOnlyDictionary<string, JsonElement>? fields,
        CancellationToken cancellationToken) =>
        RegisterAsync(
            email, password, new UserChanges { ChangesName = true, Name = name, Fields = fields }, cancellationToken);

    /// <summary>Registers a user with flags for an operator.</summary>
    /// <param name="email">The e-mail address.</param>
    /// <param name="password">The password.</param>
    /// <param name="properties">The name, the flags and the user fields.</param>
    public Task<Result<User>> RegisterAsync(
        EmailAddress email, string password, UserChanges properties, CancellationToken cancellationToken) =>
        RegisterAsync(email, password, properties, (_, _) => Task.FromResult<AuthError?>(null), cancellationToken);

    /// <summary>Registers a user if a check in the same transaction succeeds.</summary>
    /// <param name="email">The e-mail address.</param>
    /// <param name="password">The password.</param>
    /// <param name="properties">The name, the flags and the user fields.</param>
    /// <param name="admitAsync">The check, which returns an error or null.</param>
    internal async Task<Result<User>> RegisterAsync(
        EmailAddress email,
        string password,
        UserChanges properties,
        Func<User, CancellationToken, Task<AuthError?>> admitAsync,
        CancellationToken cancellationToken)
    {
        if (policy.Refuse(password, email.Value) is { } reason)
            return AuthError.RegisterInvalidPassword(reason);
        if (await users.FindByEmailAsync(email.Value, cancellationToken) is not null)
            return AuthError.RegisterUserAlreadyExists;

        var user = User.Create(email, await hasher.HashAsync(password, cancellationToken));
        if (!properties.TrySetFields(user))
            return AuthError.UserFieldsTooLong;
        properties.ApplyTo(user);
        return await unitOfWork.ExecuteAsync<User>(
            async token =>
            {
                if (await admitAsync(user, token) is { } refusal)
                    return refusal;
                if (!await users.AddAsync(user, token))
                    return AuthError.RegisterUserAlreadyExists;
                await events.PublishAsync(new UserRegistered(user), token);
                return user;
            },
            cancellationToken);
    }

    /// <summary>Registers a user without a password in the current unit of work.</summary>
    /// <param name="email">The e-mail address, which no other user has.</param>
    /// <param name="properties">The name, the flags and the user fields, which are not too long together.</param>
    internal async Task<User> AddWithoutPasswordAsync(
        EmailAddress email, UserChanges properties, CancellationToken cancellationToken)
    {
        var user = User.CreateWithoutPassword(email);
        properties.TrySetFields(user);
        properties.ApplyTo(user);
        users.Add(user);
        await events.PublishAsync(new UserRegistered(user), cancellationToken);
        return user;
    }
}
