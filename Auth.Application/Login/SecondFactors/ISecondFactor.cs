using Auth.Domain.Sessions;
using Auth.Domain.Users;

namespace Auth.Application.Login.SecondFactors;

/// <summary>
/// A kind of second factor. A registered implementation takes part in logins, lists and removals. Any number can be registered.
/// </summary>
public interface ISecondFactor
{
    /// <summary>The name in requests and responses, in snake_case.</summary>
    string Method { get; }

    /// <summary>Whether the kind only replaces others that are lost. It requires no second factor at a login by itself.</summary>
    bool IsBackup => false;

    /// <summary>
    /// Whether a user who has no other kind needs no second factor at a login. Unlike a backup, it remains when others are removed.
    /// </summary>
    bool IsOptional => false;

    /// <summary>Returns what a user has of this kind; null if the user has nothing.</summary>
    Task<SecondFactorSummary?> FindAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>
    /// Verifies a response and uses it up, in a unit of work that rolls back if the response is wrong. The caller throttles guesses.
    /// </summary>
    /// <returns>The methods that the response shows (RFC 8176), without <c>mfa</c>; null if it is wrong or was used before.</returns>
    Task<AuthenticationMethods?> VerifyAsync(User user, SecondFactorResponse response, CancellationToken cancellationToken);

    /// <summary>Removes all that a user has of this kind, in the current unit of work.</summary>
    /// <returns>Null, or an error such as <see cref="AuthError.LastCredential"/>, which rolls the removal back.</returns>
    Task<AuthError?> RemoveAsync(User user, CancellationToken cancellationToken);
}

/// <summary>The second factors of one kind that a user has. It contains no secret.</summary>
/// <param name="Method">The kind.</param>
/// <param name="Count">The number: of passkeys, or of unused recovery codes.</param>
/// <param name="CreatedAt">The time at which the newest was created, in UTC.</param>
/// <param name="LastUsedAt">The time of the last use, in UTC, if it is known.</param>
public sealed record SecondFactorSummary(string Method, int Count, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <summary>The response of a client to the request for a second factor.</summary>
/// <param name="method">The kind of second factor.</param>
/// <param name="code">The code; for a kind with more than a code, its response in JSON.</param>
/// <param name="challenge">The id of the challenge; null for a response without one.</param>
/// <remarks>A class, because the text of a record contains its members.</remarks>
public sealed class SecondFactorResponse(string method, string code, Guid? challenge)
{
    /// <summary>The kind of second factor.</summary>
    public string Method { get; } = method;

    /// <summary>The code; for a kind with more than a code, its response in JSON.</summary>
    public string Code { get; } = code;

    /// <summary>The id of the challenge of the login; null for a code in the login form and for a step-up.</summary>
    public Guid? Challenge { get; } = challenge;

    /// <summary>Returns the response with a code in the login form: six digits are of an authenticator app.</summary>
    public static SecondFactorResponse Of(string otp) => new(
        otp.Trim() is { Length: TotpFactorKind.Digits } digits && digits.All(char.IsAsciiDigit)
            ? TotpFactorKind.Name
            : RecoveryCodeKind.Name,
        otp,
        challenge: null);
}
