using System.Text.Json;
using Auth.Domain.Credentials;
using Fido2NetLib;

namespace Auth.Application.Login.Passkeys;

/// <summary>A parsed response to a login. It is not verified.</summary>
/// <remarks>A class, because the text of a record contains its members.</remarks>
public sealed class PasskeyAssertion
{
    private PasskeyAssertion(
        AuthenticatorAssertionRawResponse raw, byte[] credentialId, byte[] challenge, byte[]? userHandle, long signCount,
        bool isUserVerified, bool isBackedUp) =>
        (Raw, CredentialId, Challenge, UserHandle, SignCount, IsUserVerified, IsBackedUp) =
        (raw, credentialId, challenge, userHandle, signCount, isUserVerified, isBackedUp);

    /// <summary>The credential id.</summary>
    public byte[] CredentialId { get; }

    /// <summary>The signed challenge.</summary>
    public byte[] Challenge { get; }

    /// <summary>The user handle, if any.</summary>
    public byte[]? UserHandle { get; }

    /// <summary>The signature counter.</summary>
    public long SignCount { get; }

    /// <summary>Whether the authenticator has verified the user.</summary>
    public bool IsUserVerified { get; }

    /// <summary>Whether the private key was copied to other devices.</summary>
    public bool IsBackedUp { get; }

    internal AuthenticatorAssertionRawResponse Raw { get; }

    /// <summary>Parses the response to a login.</summary>
    /// <returns>Null if the response is malformed.</returns>
    public static PasskeyAssertion? Parse(JsonElement response) => PasskeyCeremonies.Guarded(() =>
    {
        var raw = response.Deserialize<AuthenticatorAssertionRawResponse>()!;
        var parsed = AuthenticatorAssertionResponse.Parse(raw);
        return raw.RawId.Length is 0 or > Passkey.MaxCredentialIdBytes ? null : new PasskeyAssertion(
            raw, raw.RawId, parsed.Challenge, raw.Response.UserHandle, parsed.AuthenticatorData.SignCount,
            parsed.AuthenticatorData.UserVerified, parsed.AuthenticatorData.IsBackedUp);
    });
}
