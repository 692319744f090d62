using Auth.Application.Passwords;
using Auth.Domain.Users;

namespace Auth.Application.Users;

/// <summary>Takes on new users.</summary>
public sealed class UserRegistrar(
    IUserRepository users, IPasswordHasher hasher, PasswordPolicy policy, UserEventPublisher events)
{
    /// <summary>Stores a new user: active, not verified, without rights over others.</summary>
    /// <returns>The user; or that the password breaks a rule or, told after that, that the address is another user's.</returns>
    public Task<Result<User>> RegisterAsync(
        EmailAddress email, string password, string? name, CancellationToken cancellationToken) =>
        RegisterAsync(email, password, new UserChanges { ChangesName = true, Name = name }, cancellationToken);

    /// <summary>Stores a new user with more said of them than a stranger may say, as an operator can.</summary>
    /// <param name="email">The user's address.</param>
    /// <param name="password">The user's password.</param>
    /// <param name="properties">The name and the flags.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored then.</param>
    /// <returns>The user; or that the password breaks a rule or, told after that, that the address is another user's.</returns>
    public async Task<Result<User>> RegisterAsync(
        EmailAddress email, string password, UserChanges properties, CancellationToken cancellationToken)
    {
        if (policy.Refuse(password, email.Value) is { } reason)
            return AuthError.RegisterInvalidPassword(reason);
        if (await users.FindByEmailAsync(email.Value, cancellationToken) is not null)
            return AuthError.RegisterUserAlreadyExists;

        var user = User.Create(email, await hasher.HashAsync(password, cancellationToken));
        properties.ApplyTo(user);
        if (!await users.AddAsync(user, cancellationToken))
            return AuthError.RegisterUserAlreadyExists;

        await events.PublishAsync((listener, token) => listener.AfterRegisterAsync(user, token));
        return user;
    }
}
