using System.Text.Json.Serialization;
using Microsoft.IdentityModel.Tokens;

namespace Auth.Api.Contracts;

/// <summary>A public key, a JWK (RFC 7517 §4, RFC 7518 §6).</summary>
/// <param name="Kid">Its name in the headers of tokens (RFC 7638).</param>
/// <param name="Use">What it is for: <c>sig</c>, signatures.</param>
/// <param name="Alg">The one algorithm it is for: ES256, RS256 or PS256.</param>
/// <param name="Kty">Its kind: EC or RSA.</param>
/// <param name="Crv">Of an EC key the curve: P-256.</param>
/// <param name="X">Of an EC key the x coordinate, in base64url.</param>
/// <param name="Y">Of an EC key the y coordinate, in base64url.</param>
/// <param name="N">Of an RSA key the modulus, in base64url.</param>
/// <param name="E">Of an RSA key the exponent, in base64url.</param>
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
    /// <summary>What everybody may see of <paramref name="key"/>: its public members, each by name.</summary>
    public static KeyRead From(JsonWebKey key) =>
        new(key.Kid, key.Use, key.Alg, key.Kty, key.Crv, key.X, key.Y, key.N, key.E);
}
