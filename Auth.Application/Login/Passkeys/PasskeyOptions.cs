using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Auth.Application.Login.Passkeys;

/// <summary>Passkeys (WebAuthn Level 3): <c>Auth:Passkeys</c>.</summary>
public sealed class PasskeyOptions : IValidatableObject
{
    /// <summary>
    /// Whether users can add passkeys and log in with them. The default is true if the relying party id and an origin are set, or
    /// follow from <c>Auth:PublicUrl</c>.
    /// </summary>
    public bool? Enabled { get; set; }

    /// <summary>
    /// The domain for which passkeys are valid: <c>example.com</c>. A passkey is lost if the domain changes. The default is the host
    /// of <c>Auth:PublicUrl</c>.
    /// </summary>
    public string? RelyingPartyId { get; set; }

    /// <summary>
    /// The origins of the pages that use passkeys, as browsers send them: <c>https://app.example.com</c>. Their hosts are the relying
    /// party id or its subdomains. For an Android app: <c>android:apk-key-hash:…</c>. The default is the origin of
    /// <c>Auth:PublicUrl</c>.
    /// </summary>
    public IList<string> Origins { get; } = [];

    /// <summary>
    /// Whether the authenticator verifies the user, by a PIN or a fingerprint. A login with a passkey that has not verified the user
    /// counts as one factor.
    /// </summary>
    [EnumDataType(typeof(PasskeyUserVerification), ErrorMessage = "{0} must be Required, Preferred or Discouraged.")]
    public PasskeyUserVerification UserVerification { get; set; } = PasskeyUserVerification.Required;

    /// <summary>The attestation that is requested when a passkey is added.</summary>
    [EnumDataType(typeof(PasskeyAttestation), ErrorMessage = "{0} must be None or Direct.")]
    public PasskeyAttestation Attestation { get; set; } = PasskeyAttestation.None;

    /// <summary>The models of authenticators (AAGUIDs) that users may add. If empty, all are accepted.</summary>
    public IList<string> AllowedAaguids { get; } = [];

    /// <summary>The maximum number of passkeys of a user.</summary>
    [Range(1, 100)] public int MaxPerUser { get; set; } = 25;

    /// <summary>Whether the password of a user with a passkey requires a second factor.</summary>
    public bool RequiredAfterPassword { get; set; }

    /// <summary>Whether passkeys are enabled.</summary>
    internal bool IsEnabled => Enabled is true;

    /// <summary>Sets what is not configured to values that follow from the public URL.</summary>
    public void ApplyDefaults(string? publicUrl)
    {
        if (Uri.TryCreate(publicUrl, UriKind.Absolute, out var url) && IsDomain(url.IdnHost))
        {
            RelyingPartyId ??= url.IdnHost;
            if (Origins.Count == 0 && IsWithin(url.IdnHost, RelyingPartyId))
                Origins.Add(url.GetLeftPart(UriPartial.Authority));
        }

        Enabled ??= RelyingPartyId is not null && Origins.Count > 0;
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsEnabled && (RelyingPartyId is null || Origins.Count == 0))
        {
            yield return new(
                "Auth:Passkeys:RelyingPartyId and Auth:Passkeys:Origins must be set for passkeys, or Auth:PublicUrl with a domain.");
        }

        if (RelyingPartyId is { } id && !IsDomain(id))
            yield return new("Auth:Passkeys:RelyingPartyId must be a domain in lower case without a scheme and a port: example.com.");
        foreach (var origin in Origins.Where(origin => !IsOrigin(origin)))
        {
            yield return new(
                $"Auth:Passkeys:Origins contains {origin}, which is not an origin such as https://app.example.com at "
                + "Auth:Passkeys:RelyingPartyId or its subdomains.");
        }

        foreach (var aaguid in AllowedAaguids.Where(aaguid => !Guid.TryParseExact(aaguid, "D", out _)))
            yield return new($"Auth:Passkeys:AllowedAaguids contains {aaguid}, which is not a UUID.");
        if (AllowedAaguids.Count > 0 && Attestation is not PasskeyAttestation.Direct)
        {
            yield return new(
                "Auth:Passkeys:AllowedAaguids requires Auth:Passkeys:Attestation Direct: without attestation, the client chooses the AAGUID.");
        }
    }

    /// <summary>HTTPS, except that browsers accept HTTP at localhost.</summary>
    private bool IsOrigin(string origin) =>
        origin.StartsWith("android:apk-key-hash:", StringComparison.Ordinal)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && IsWithin(uri.Host, "localhost")))
            && uri.GetLeftPart(UriPartial.Authority) == origin && uri.UserInfo.Length == 0
            && RelyingPartyId is { } id && IsWithin(uri.IdnHost, id));

    private static bool IsWithin(string host, string domain) =>
        host == domain || host.EndsWith("." + domain, StringComparison.Ordinal);

    private static bool IsDomain(string text) =>
        Uri.CheckHostName(text) is UriHostNameType.Dns && !IPAddress.TryParse(text, out _)
        && !text.Any(char.IsUpper) && !text.EndsWith('.');
}

/// <summary>The verification of the user by the authenticator.</summary>
public enum PasskeyUserVerification
{
    /// <summary>A passkey without verification of the user is refused.</summary>
    Required,

    /// <summary>The authenticator verifies the user if it can.</summary>
    Preferred,

    /// <summary>The authenticator does not verify the user if it can be avoided.</summary>
    Discouraged,
}

/// <summary>The proof of the model of an authenticator.</summary>
public enum PasskeyAttestation
{
    /// <summary>No proof is requested.</summary>
    None,

    /// <summary>A proof is required.</summary>
    Direct,
}
