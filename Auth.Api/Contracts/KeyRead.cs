using System.Text.Json.Serialization;
using Microsoft.IdentityModel.Tokens;

namespace Auth.Api.Contracts;

/// <summary>A public key as a JWK (RFC 7517 §4, RFC 7518 §6).</summary>
/// <param name="Kid">The key id, which token headers refer to. It is the thumbprint of the key (RFC 7638).</param>
/// <param name="Use">The use of the key, always <c>sig</c> (signatures).</param>
/// <param name="Alg">The signature algorithm: ES256, RS256 or PS256.</param>
/// <param name="Kty">The key type: EC or RSA.</param>
/// <param name="Crv">The curve of an EC key: P-256.</param>
/// <param name="X">The x coordinate of an EC key, in base64url.</param>
/// <param name="Y">The y coordinate of an EC key, in base64url.</param>
/// <param name="N">The modulus of an RSA key, in base64url.</param>
/// <param name="E">The exponent of an RSA key, in base64url.</param>
public sealed record KeyRead(
    string Kid,
    string Use,
    string Alg,
    string Kty,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Crv,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? X,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Y,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? N,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? E)
{
    /// <summary>
    /// Copies the public members of <paramref name="key"/>. Each member is named, so that no private one is published.
    /// </summary>
    public static KeyRead From(JsonWebKey key) =>
        new(key.Kid, key.Use, key.Alg, key.Kty, key.Crv, key.X, key.Y, key.N, key.E);
}

/// <summary>The public keys of access tokens as a JWK Set (RFC 7517 §5).</summary>
/// <param name="Keys">The keys, the current signing key first. Empty when a shared secret signs the tokens.</param>
public sealed record KeySetRead(IReadOnlyList<KeyRead> Keys);
