using Auth.Application.Events;
using Auth.Application.Passwords;
using Auth.Domain.Events;
using Auth.Domain.Users;

namespace Auth.Application.Users;

/// <summary>Registers users.</summary>
public sealed class UserRegistrar(
    IUserRepository users, IPasswordHasher hasher, PasswordPolicy policy, IUnitOfWork unitOfWork, AccountEventPublisher events)
{
    /// <summary>Stores an active, unverified user without rights over others.</summary>
    /// <returns>
    /// The user. <see cref="AuthError.RegisterInvalidPassword"/> before <see cref="AuthError.RegisterUserAlreadyExists"/>.
    /// </returns>
    public Task<Result<User>> RegisterAsync(
        EmailAddress email, string password, string? name, CancellationToken cancellationToken) =>
        RegisterAsync(email, password, new UserChanges { ChangesName = true, Name = name }, cancellationToken);

    /// <summary>Stores a user with flags, on behalf of an operator.</summary>
    /// <param name="email">The e-mail address.</param>
    /// <param name="password">The password.</param>
    /// <param name="properties">The name and the flags.</param>
    public async Task<Result<User>> RegisterAsync(
        EmailAddress email, string password, UserChanges properties, CancellationToken cancellationToken)
    {
        if (policy.Refuse(password, email.Value) is { } reason)
            return AuthError.RegisterInvalidPassword(reason);
        if (await users.FindByEmailAsync(email.Value, cancellationToken) is not null)
            return AuthError.RegisterUserAlreadyExists;

        var user = User.Create(email, await hasher.HashAsync(password, cancellationToken));
        properties.ApplyTo(user);
        return await unitOfWork.ExecuteAsync<User>(
            async token =>
            {
                if (!await users.AddAsync(user, token))
                    return AuthError.RegisterUserAlreadyExists;
                await events.PublishAsync(new UserRegistered(user), token);
                return user;
            },
            cancellationToken);
    }
}
