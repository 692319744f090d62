using System.Text.Json;
using Auth.Application.Login.SecondFactors;
using Auth.Domain.Credentials;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.Passkeys;

/// <summary>Passkeys as the second factor after a password.</summary>
public sealed class PasskeyFactorKind(
    IPasskeyRepository passkeys, PasskeyVerifier verifier, UserCredentials credentials, IOptions<AuthOptions> options)
    : ISecondFactor
{
    /// <summary>The name of the method.</summary>
    public const string Name = "passkey";

    private readonly PasskeyOptions _options = options.Value.Passkeys;

    /// <inheritdoc/>
    public string Method => Name;

    /// <summary>
    /// Whether a password requires a second factor only if the user has another kind. A user who adds a passkey for convenience can
    /// then still log in on a device without it.
    /// </summary>
    public bool IsOptional => !options.Value.PasskeysRequireSecondFactor;

    /// <inheritdoc/>
    public async Task<SecondFactorSummary?> FindAsync(Guid userId, CancellationToken cancellationToken) =>
        _options.IsEnabled && await passkeys.ListAsync(userId, cancellationToken) is { Count: > 0 } found
            ? new(Name, found.Count, found[^1].CreatedAt, found.Max(passkey => passkey.LastUsedAt))
            : null;

    /// <inheritdoc/>
    public async Task<AuthenticationMethods?> VerifyAsync(
        User user, SecondFactorResponse response, CancellationToken cancellationToken)
    {
        if (!_options.IsEnabled || Parse(response.Code) is not { } json)
            return null;
        var verified = await verifier.VerifyAsync(
            json, PasskeyChallenges.SecondFactor(user.Id, response.Challenge), isSecondFactor: true, cancellationToken);
        return verified.Error is null && verified.User?.Id == user.Id ? verified.Methods : null;
    }

    /// <inheritdoc/>
    public async Task<AuthError?> RemoveAsync(User user, CancellationToken cancellationToken)
    {
        var removed = await passkeys.ListAsync(user.Id, cancellationToken);
        if (removed.Count > 0 && !await credentials.HasOthersAsync(user, [.. removed.Select(passkey => passkey.Id)], cancellationToken))
            return AuthError.LastCredential;
        await passkeys.DeleteAllAsync(user.Id, cancellationToken);
        return null;
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
