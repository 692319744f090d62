using Auth.Application.Users;
using Auth.Domain.Users;

namespace Auth.Tests.Security.Logs;

/// <summary>Notes the secrets that a server under test makes itself: hashes, and the tokens in mails.</summary>
internal sealed class SecretsOfUsers : IUserEvents
{
    public Task AfterRegisterAsync(User user, CancellationToken cancellationToken) => Note(user);

    public Task AfterUpdateAsync(User user, User before, UserChanges changes, CancellationToken cancellationToken) => Note(user);

    public Task AfterRequestVerifyAsync(User user, string token, CancellationToken cancellationToken) => Note(user, token);

    public Task AfterForgotPasswordAsync(User user, string token, CancellationToken cancellationToken) => Note(user, token);

    public Task AfterResetPasswordAsync(User user, CancellationToken cancellationToken) => Note(user);

    private static Task Note(User user, string token = "")
    {
        SuiteSecrets.AddEmails(user.Email);
        SuiteSecrets.AddToken(user.HashedPassword);
        SuiteSecrets.AddToken(token);
        return Task.CompletedTask;
    }
}
