using Auth.Application.Events;
using Auth.Domain.Credentials;
using Auth.Domain.Events;

namespace Auth.Application.Login.Passkeys;

/// <summary>
/// Removes passkeys that someone else may have added before the owner of the address proved it. A mailed token does not replace a
/// second factor, so users with one keep them.
/// </summary>
internal sealed class PasskeyListener(IPasskeyRepository passkeys, Caller caller) : IAccountEventListener
{
    public Task HandleAsync(AccountEvent happened, CancellationToken cancellationToken) => happened switch
    {
        PasswordReset { User: { IsVerified: false, HasSecondFactor: false, Id: var id } } =>
            passkeys.DeleteAllAsync(id, cancellationToken),

        // A signed-in user who has the mail added the passkeys.
        UserVerified { User: { HasSecondFactor: false, Id: var id } } when caller.UserId != id =>
            passkeys.DeleteAllAsync(id, cancellationToken),
        _ => Task.CompletedTask,
    };
}
