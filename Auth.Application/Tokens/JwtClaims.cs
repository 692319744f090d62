using System.Text.Json;

namespace Auth.Application.Tokens;

/// <summary>
/// The claims of a token whose signature was good. A claim of a wrong type is never converted: it makes the token bad.
/// </summary>
public sealed class JwtClaims
{
    internal const string UserId = "user_id";
    internal const string Session = "sid";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly JsonElement _claims;

    private JwtClaims(JsonElement claims) => _claims = claims;

    /// <summary>
    /// Whose the token is, or null when it does not say so in a UUID of canonical form. <c>sub</c> counts whenever it is there;
    /// tokens of fastapi-users before version 10 have <c>user_id</c> alone.
    /// </summary>
    public Guid? Subject =>
        (_claims.TryGetProperty("sub", out var subject) || _claims.TryGetProperty(UserId, out subject))
        && Domain.Users.UserId.TryParse(AsString(subject), out var id)
            ? id
            : null;

    /// <summary>Whether the token says that it belongs to a session, rightly or not.</summary>
    public bool HasSession => _claims.TryGetProperty(Session, out _);

    /// <summary>The session that the token belongs to; null when it names none in a UUID of canonical form.</summary>
    public Guid? SessionId => Domain.Users.UserId.TryParse(GetString(Session), out var id) ? id : null;

    /// <summary>A claim that is a string, or null.</summary>
    public string? GetString(string name) =>
        _claims.TryGetProperty(name, out var claim) ? AsString(claim) : null;

    /// <summary>Reads a payload; null when it is not a JSON object, or has a member twice.</summary>
    internal static JwtClaims? Parse(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload, Strict);
            return document.RootElement.ValueKind is JsonValueKind.Object ? new JwtClaims(document.RootElement.Clone()) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether <c>aud</c> is <paramref name="audience"/>, or a list of strings that holds it (RFC 7519 §4.1.3).
    /// </summary>
    private bool IsFor(string audience)
    {
        if (!_claims.TryGetProperty("aud", out var aud))
            return false;
        return aud.ValueKind switch
        {
            JsonValueKind.String => AsString(aud) == audience,
            JsonValueKind.Array => aud.EnumerateArray().Select(AsString).ToList() is var list
                && list.Contains(audience) && !list.Contains(null),
            _ => false,
        };
    }

    /// <summary>
    /// Why the token is not good for this audience now, or null: <c>exp</c>, which must be there, has to lie after
    /// <paramref name="now"/>, and <c>nbf</c>, where it is there, must not.
    /// </summary>
    internal TokenRefusal? Refuse(string audience, DateTimeOffset now)
    {
        if (!IsFor(audience))
            return TokenRefusal.WrongAudience;
        if (!TryGetDate("exp", out var expires) || !TryGetDate("nbf", out var notBefore) || !TryGetDate("iat", out _)
            || expires is null)
        {
            return TokenRefusal.Malformed;
        }

        var seconds = now.ToUnixTimeMilliseconds() / 1000.0;
        return !(expires > seconds) ? TokenRefusal.Expired : notBefore > seconds ? TokenRefusal.NotYetValid : null;
    }

    /// <summary>Whether <c>iat</c> lies after <paramref name="change"/>; any token does when there was no change.</summary>
    internal bool IsIssuedAfter(DateTimeOffset? change) =>
        change is not { } time || (TryGetDate("iat", out var issued) && issued > time.ToUnixTimeMilliseconds() / 1000.0);

    private static string? AsString(JsonElement claim)
    {
        try
        {
            return claim.ValueKind is JsonValueKind.String ? claim.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair (RFC 8259 §8.2) is text to JSON, but not to Unicode.
            return null;
        }
    }

    /// <summary>Reads a NumericDate (RFC 7519 §2), null where there is none.</summary>
    /// <returns>False when the claim is there, but no number.</returns>
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
