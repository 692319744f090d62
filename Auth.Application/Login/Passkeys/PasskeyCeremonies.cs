using System.Text.Json;
using Auth.Domain.Credentials;
using Auth.Domain.Users;
using Fido2NetLib;
using Fido2NetLib.Objects;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.Passkeys;

/// <summary>The ceremonies of WebAuthn: their options, and the verification of responses by the package Fido2.</summary>
public sealed class PasskeyCeremonies
{
    // A credential that is not stored is verified too, so that both cases cause the same work: a point of the curve P-256.
    private static readonly byte[] NobodysKey = Convert.FromHexString(
        "A50102032620012158206B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
        + "2258204FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5");

    private readonly PasskeyOptions _options;
    private readonly Fido2Configuration _configuration;
    private readonly Fido2 _fido;
    private readonly HashSet<Guid> _allowed;

    /// <summary>Creates the ceremonies from the settings.</summary>
    public PasskeyCeremonies(IOptions<AuthOptions> options)
    {
        _options = options.Value.Passkeys;
        _configuration = new Fido2Configuration
        {
            RPID = _options.RelyingPartyId,
            RPName = _options.RelyingPartyId,
            Origins = _options.Origins.ToHashSet(),
            Timeout = (uint)PasskeyChallenges.Lifetime.TotalMilliseconds,
        };
        _fido = new Fido2(_configuration);
        _allowed = [.. _options.AllowedAaguids.Select(aaguid => Guid.ParseExact(aaguid, "D"))];
    }

    /// <summary>Returns the user handle of a user: the bytes of the id.</summary>
    public static byte[] HandleOf(Guid userId) => userId.ToByteArray(bigEndian: true);

    /// <summary>Returns the options with which a user adds a passkey, as <c>PublicKeyCredentialCreationOptionsJSON</c>.</summary>
    /// <param name="user">The user.</param>
    /// <param name="existing">The user's passkeys. Their authenticators do not create another one.</param>
    /// <param name="challenge">The challenge.</param>
    public string RegistrationOptions(User user, IEnumerable<Passkey> existing, byte[] challenge) =>
        Creation(user, existing, challenge).ToJson();

    /// <summary>Returns the options of a login, as <c>PublicKeyCredentialRequestOptionsJSON</c>.</summary>
    /// <param name="challenge">The challenge.</param>
    /// <param name="passkeys">The passkeys of the user, if the user is known. Otherwise the authenticator offers its own.</param>
    public string LoginOptions(byte[] challenge, IEnumerable<Passkey>? passkeys = null) => Assertion(challenge, passkeys).ToJson();

    /// <summary>Parses the response to a registration.</summary>
    /// <returns>The challenge in it; null if the response is malformed.</returns>
    public static byte[]? RegistrationChallenge(JsonElement response) => Guarded(() =>
        AuthenticatorAttestationResponse.Parse(response.Deserialize<AuthenticatorAttestationRawResponse>()!).Challenge);

    /// <summary>Verifies the response to a registration (WebAuthn Level 3 §7.1).</summary>
    /// <returns>The credential; null if the response is invalid, or its authenticator is not allowed.</returns>
    public async Task<PasskeyCredential?> VerifyRegistrationAsync(
        JsonElement response, User user, byte[] challenge, CancellationToken cancellationToken)
    {
        var created = await GuardedAsync(() => _fido.MakeNewCredentialAsync(
            new MakeNewCredentialParams
            {
                AttestationResponse = response.Deserialize<AuthenticatorAttestationRawResponse>()!,
                OriginalOptions = Creation(user, [], challenge),

                // The caller checks it in the transaction.
                IsCredentialIdUniqueToUserCallback = (_, _) => Task.FromResult(true),
            },
            cancellationToken));
        if (created is null || created.Id.Length is 0 or > Passkey.MaxCredentialIdBytes
            || created.PublicKey.Length > Passkey.MaxPublicKeyBytes || !IsAllowed(created))
        {
            return null;
        }

        // A synchronized passkey that is not eligible for it is malformed (§6.1.3).
        if (created.IsBackedUp && !created.IsBackupEligible)
            return null;
        var transports = string.Join(' ', (created.Transports ?? []).Distinct().Select(NameOf).Order(StringComparer.Ordinal));
        return new(
            created.Id, created.PublicKey, created.SignCount, created.AaGuid,
            transports.Length > Passkey.MaxTransportsLength ? "" : transports, created.IsBackupEligible, created.IsBackedUp);
    }

    /// <summary>
    /// Verifies the response to a login (WebAuthn Level 3 §7.2), except its challenge, which the caller has verified, and its
    /// counter, which the caller compares in the database.
    /// </summary>
    /// <param name="assertion">The response.</param>
    /// <param name="passkey">The passkey; null if it is not stored. The result is then false after the same work.</param>
    /// <param name="verifiesUser">Whether the authenticator must have verified the user, if the settings require it.</param>
    public async Task<bool> VerifyAssertionAsync(
        PasskeyAssertion assertion, Passkey? passkey, bool verifiesUser, CancellationToken cancellationToken)
    {
        var options = Assertion(assertion.Challenge, passkeys: null);
        if (!verifiesUser)
            options.UserVerification = UserVerificationRequirement.Preferred;
        var handle = passkey is null ? null : HandleOf(passkey.UserId);
        var verified = await GuardedAsync(() => _fido.MakeAssertionAsync(
            new MakeAssertionParams
            {
                AssertionResponse = assertion.Raw,
                OriginalOptions = options,
                StoredPublicKey = passkey?.PublicKey ?? NobodysKey,
                StoredSignatureCounter = 0,
                IsUserHandleOwnerOfCredentialIdCallback = (owner, _) =>
                    Task.FromResult(handle is null || owner.UserHandle.AsSpan().SequenceEqual(handle)),
            },
            cancellationToken));
        return verified is not null && passkey is not null;
    }

    private CredentialCreateOptions Creation(User user, IEnumerable<Passkey> existing, byte[] challenge)
    {
        var options = _fido.RequestNewCredential(new RequestNewCredentialParams
        {
            User = new Fido2User { Id = HandleOf(user.Id), Name = user.Email, DisplayName = user.Name ?? user.Email },
            ExcludeCredentials = [.. existing.Select(Describe)],
            AuthenticatorSelection = new AuthenticatorSelection
            {
                ResidentKey = ResidentKeyRequirement.Required,
                UserVerification = Requirement,
            },
            AttestationPreference = _options.Attestation is PasskeyAttestation.Direct
                ? AttestationConveyancePreference.Direct
                : AttestationConveyancePreference.None,
        });
        options.Challenge = challenge;
        return options;
    }

    private AssertionOptions Assertion(byte[] challenge, IEnumerable<Passkey>? passkeys) => new()
    {
        Challenge = challenge,
        Timeout = _configuration.Timeout,
        RpId = _options.RelyingPartyId,
        AllowCredentials = [.. (passkeys ?? []).Select(Describe)],

        // With a known user, the passkey is the second factor: its possession suffices.
        UserVerification = passkeys is null || Requirement is not UserVerificationRequirement.Required
            ? Requirement
            : UserVerificationRequirement.Preferred,
    };

    private UserVerificationRequirement Requirement => _options.UserVerification switch
    {
        PasskeyUserVerification.Preferred => UserVerificationRequirement.Preferred,
        PasskeyUserVerification.Discouraged => UserVerificationRequirement.Discouraged,
        _ => UserVerificationRequirement.Required,
    };

    private bool IsAllowed(RegisteredPublicKeyCredential created) =>
        _options.Attestation is PasskeyAttestation.None
        || (created.AttestationFormat is not "none" && (_allowed.Count == 0 || _allowed.Contains(created.AaGuid)));

    private static PublicKeyCredentialDescriptor Describe(Passkey passkey) => new(
        PublicKeyCredentialType.PublicKey,
        passkey.CredentialId,
        [.. passkey.Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Parse)]);

    private static string NameOf(AuthenticatorTransport transport) =>
        JsonSerializer.SerializeToElement(transport).GetString()!;

    private static AuthenticatorTransport[] Parse(string name) =>
        [.. Enum.GetValues<AuthenticatorTransport>().Where(transport => NameOf(transport) == name)];

    /// <summary>
    /// Returns null if the package throws. It computes only, from the bytes of the client, and throws exceptions of many types for
    /// malformed ones.
    /// </summary>
    internal static T? Guarded<T>(Func<T?> parse)
        where T : class
    {
        try
        {
            return parse();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static async Task<T?> GuardedAsync<T>(Func<Task<T>> verify)
        where T : class
    {
        try
        {
            return await verify();
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or OperationCanceledException))
        {
            return null;
        }
    }
}
