using System.Text.Json;
using Auth.Domain;
using Auth.Domain.Users;

namespace Auth.Application.Backends.Jwt;

/// <summary>
/// The claims of a token with a valid signature. A claim of a wrong type is not converted: it makes the token invalid.
/// </summary>
public sealed class JwtClaims
{
    internal const string UserId = "user_id";
    internal const string Session = "sid";

    // OpenID Connect Core 1.0 §2.
    internal const string Methods = "amr";
    internal const string AuthenticationTime = "auth_time";
    internal const string Assurance = "acr";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly JsonElement _claims;
    private readonly List<string?> _audiences;
    private readonly double? _expires, _notBefore, _issued;
    private readonly bool _hasDates;

    // The claims are read once, because every request with the access token uses them.
    private JwtClaims(JsonElement claims, bool acceptLegacyIds)
    {
        _claims = claims;
        _audiences = AudiencesOf(claims);
        _hasDates = TryGetDate("exp", out _expires) && _expires is not null
            && TryGetDate("nbf", out _notBefore) && TryGetDate("iat", out _issued);
        var hasSubject = claims.TryGetProperty("sub", out var subject) || claims.TryGetProperty(UserId, out subject);
        Subject = hasSubject && ForeignId.TryRead(AsString(subject), acceptLegacyIds, out var id) ? id : null;
        HasSession = claims.TryGetProperty(Session, out var session);
        SessionId = HasSession && CanonicalGuid.TryParse(AsString(session), out var sessionId) ? sessionId : null;
    }

    /// <summary>
    /// The id of the user; null if it is missing or not a UUID in canonical form. The claim is <c>sub</c>. If it is missing, the
    /// claim is <c>user_id</c>, because tokens of fastapi-users before version 10 have only <c>user_id</c>. With
    /// <c>Auth:Migration:AcceptLegacyIds</c>, another id is converted to the UUID of the imported user.
    /// </summary>
    public Guid? Subject { get; }

    /// <summary>Whether the token has a session claim, valid or not.</summary>
    public bool HasSession { get; }

    /// <summary>The session of the token; null if the claim is missing or not a UUID in canonical form.</summary>
    public Guid? SessionId { get; }

    /// <summary>Returns the value of a string claim; null if it is missing or not a string.</summary>
    public string? GetString(string name) =>
        _claims.TryGetProperty(name, out var claim) ? AsString(claim) : null;

    /// <summary>Parses a payload; returns null if it is not a JSON object or has a duplicate member.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="acceptLegacyIds">Whether the subject can be the id of an imported user in the former system.</param>
    internal static JwtClaims? Parse(ReadOnlyMemory<byte> payload, bool acceptLegacyIds = false)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, Strict);
            return document.RootElement.ValueKind is JsonValueKind.Object ? new JwtClaims(document.RootElement.Clone(), acceptLegacyIds) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Returns the reason why the token is invalid; null if it is valid. <c>aud</c> must be the audience or a list of strings
    /// that contains it (RFC 7519 §4.1.3). <c>iss</c> is compared only if both the token and the settings have an issuer,
    /// because fastapi-users writes none. <c>exp</c> is required and must be after <paramref name="now"/>. <c>nbf</c> is optional
    /// and must not be after <paramref name="now"/>.
    /// </summary>
    internal TokenRefusal? Refuse(string audience, string? issuer, DateTimeOffset now)
    {
        if (!_audiences.Contains(audience) || _audiences.Contains(null))
            return TokenRefusal.WrongAudience;
        if (issuer is not null && _claims.TryGetProperty("iss", out var named) && AsString(named) != issuer)
            return TokenRefusal.WrongIssuer;
        if (!_hasDates)
            return TokenRefusal.Malformed;
        var seconds = now.ToUnixTimeMilliseconds() / 1000.0;
        return !(_expires > seconds) ? TokenRefusal.Expired : _notBefore > seconds ? TokenRefusal.NotYetValid : null;
    }

    /// <summary>Returns whether <c>iat</c> is after a change; true if there was no change.</summary>
    internal bool IsIssuedAfter(DateTimeOffset? change) =>
        change is not { } time || _issued > time.ToUnixTimeMilliseconds() / 1000.0;

    private static List<string?> AudiencesOf(JsonElement claims) => !claims.TryGetProperty("aud", out var aud) ? []
        : aud.ValueKind is JsonValueKind.Array ? [.. aud.EnumerateArray().Select(AsString)]
        : [AsString(aud)];

    private static string? AsString(JsonElement claim)
    {
        try
        {
            return claim.ValueKind is JsonValueKind.String ? claim.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // JSON permits a lone surrogate (RFC 8259 §8.2), which is not valid Unicode.
            return null;
        }
    }

    /// <summary>Reads a NumericDate (RFC 7519 §2); null if the claim is missing.</summary>
    /// <returns>False if the claim is present but not a number.</returns>
    private bool TryGetDate(string name, out double? date)
    {
        date = null;
        if (!_claims.TryGetProperty(name, out var claim))
            return true;
        if (claim.ValueKind is not JsonValueKind.Number || !claim.TryGetDouble(out var value))
            return false;
        date = value;
        return true;
    }
}
