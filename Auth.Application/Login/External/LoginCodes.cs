using System.Security.Cryptography;
using System.Text;
using Auth.Application.Backends.Opaque;
using Auth.Domain.Credentials;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.External;

/// <summary>
/// Issues and redeems single-use codes with which a front end obtains tokens after a redirect, so that no token is in a URL. A
/// code is useless without the secret of the client that began the login.
/// </summary>
public sealed class LoginCodes(
    ILoginFlowRepository flows, IUserRepository users, IUnitOfWork unitOfWork, IOptions<AuthOptions> options, TimeProvider time)
{
    /// <summary>Issues a code.</summary>
    /// <param name="authenticated">The user whose identity was proved.</param>
    /// <param name="backend">The name of the backend that issues the tokens.</param>
    /// <param name="binding">SHA-256 of the secret of the client.</param>
    public async Task<string> IssueAsync(
        AuthenticatedUser authenticated, string backend, byte[] binding, CancellationToken cancellationToken)
    {
        var code = OpaqueToken.Create();
        var expiresAt = time.GetUtcNow().AddSeconds(options.Value.ExternalLogins.CodeSeconds);
        var user = authenticated.User;
        var stored = LoginCode.Issue(
            OpaqueToken.Hash(code), user.Id, user.SecurityStamp, backend, binding, authenticated.Methods, expiresAt);
        await unitOfWork.ExecuteAsync(
            _ =>
            {
                flows.Add(stored);
                return Task.CompletedTask;
            },
            cancellationToken);
        return code;
    }

    /// <summary>Redeems a code. It is used up even if the secret is wrong.</summary>
    /// <param name="code">The code.</param>
    /// <param name="backend">The name of the backend that issues the tokens.</param>
    /// <param name="secret">The secret of the client: its code verifier, or the cookie of the login.</param>
    /// <returns>The user as authenticated, or <see cref="AuthError.LoginBadCode"/>.</returns>
    public async Task<Result<AuthenticatedUser>> RedeemAsync(
        string code, string backend, string? secret, CancellationToken cancellationToken)
    {
        if (!OpaqueToken.IsWellFormed(code) || secret is null)
            return AuthError.LoginBadCode;
        if (await flows.TakeCodeAsync(OpaqueToken.Hash(code), cancellationToken) is not { } taken
            || taken.ExpiresAt <= time.GetUtcNow()
            || taken.ExpiresAt > time.GetUtcNow().AddSeconds(options.Value.ExternalLogins.CodeSeconds)
            || taken.Backend != backend
            || !CryptographicOperations.FixedTimeEquals(taken.Binding, SHA256.HashData(Encoding.UTF8.GetBytes(secret))))
        {
            return AuthError.LoginBadCode;
        }

        return await users.FindAsync(taken.UserId, cancellationToken) is { } user && user.SecurityStamp == taken.SecurityStamp
            ? new AuthenticatedUser(user, Attempt: null, AuthenticationMethods.Parse(taken.Methods))
            : AuthError.LoginBadCode;
    }
}
