using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Auth.Application.Backends.Jwt;

/// <summary>
/// A key pair or a public key that signs or verifies with a single algorithm (RFC 8725 §3.1).
/// </summary>
public sealed class AsymmetricKey
{
    private const int FewestRsaBits = 2048;
    private const int GeneratedRsaBits = 3072;

    private AsymmetricKey(JwtAlgorithm algorithm, SecurityKey key, JsonWebKey publicKey)
    {
        Algorithm = algorithm;
        Key = key;
        PublicKey = publicKey;
        publicKey.Alg = algorithm.ToString();
        publicKey.Use = JsonWebKeyUseNames.Sig;
        publicKey.Kid = key.KeyId = Base64UrlEncoder.Encode(publicKey.ComputeJwkThumbprint());
    }

    /// <summary>The only algorithm of the key.</summary>
    public JwtAlgorithm Algorithm { get; }

    /// <summary>The key id in the token header <c>kid</c>: the SHA-256 thumbprint of the public key (RFC 7638).</summary>
    public string Id => PublicKey.Kid;

    /// <summary>The public key, which is published (RFC 7517).</summary>
    public JsonWebKey PublicKey { get; }

    internal SecurityKey Key { get; }

    /// <summary>Generates a private key: RSA with 3072 bits, or EC on the curve P-256.</summary>
    /// <param name="algorithm">The algorithm of the key.</param>
    /// <param name="pem">The unencrypted key in PEM, as PKCS #8.</param>
    public static AsymmetricKey Generate(JwtAlgorithm algorithm, out string pem)
    {
        using AsymmetricAlgorithm key = algorithm is JwtAlgorithm.ES256
            ? ECDsa.Create(ECCurve.NamedCurves.nistP256)
            : RSA.Create(GeneratedRsaBits);
        pem = key.ExportPkcs8PrivateKeyPem() + "\n";
        return TryRead(pem, isPrivate: true, algorithm, out var made, out var problem)
            ? made
            : throw new InvalidOperationException($"The generated key {problem}");
    }

    /// <summary>Reads an unencrypted key in PEM (RFC 7468): PKCS #8, PKCS #1 or SEC 1, or a public key.</summary>
    /// <param name="pem">The key in PEM.</param>
    /// <param name="isPrivate">Whether the key signs. If not, the public key of a private key is used.</param>
    /// <param name="algorithm">The algorithm; null for ES256 or RS256, depending on the type of the key.</param>
    /// <param name="key">The key.</param>
    /// <param name="problem">The reason for failure, as the predicate of a sentence whose subject is the key.</param>
    public static bool TryRead(
        string pem,
        bool isPrivate,
        JwtAlgorithm? algorithm,
        [NotNullWhen(true)] out AsymmetricKey? key,
        [NotNullWhen(false)] out string? problem)
    {
        key = null;
        if (!PemKey.TryRead(pem, isPrivate, out var found, out problem))
            return false;
        problem = ProblemOf(found, algorithm);
        if (problem is null)
            key = found is RSA rsa ? FromRsa(rsa, isPrivate, algorithm) : FromEcdsa((ECDsa)found, isPrivate);
        found.Dispose();
        return key is not null;
    }

    private static string? ProblemOf(AsymmetricAlgorithm key, JwtAlgorithm? algorithm) => key switch
    {
        RSA when algorithm is JwtAlgorithm.ES256 => "is an RSA key: ES256 requires an EC key on the curve P-256.",
        RSA { KeySize: < FewestRsaBits and var bits } =>
            $"is an RSA key of {bits} bits: at least {FewestRsaBits} bits are required (RFC 7518 section 3.3).",
        ECDsa ecdsa when !IsP256(ecdsa) => "is on another curve: P-256 is required.",
        ECDsa when algorithm is JwtAlgorithm.RS256 or JwtAlgorithm.PS256 => $"is not an RSA key: {algorithm} requires one.",
        _ => null,
    };

    private static bool IsP256(ECDsa key)
    {
        var curve = key.ExportParameters(includePrivateParameters: false).Curve;
        return curve.IsNamed && curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value;
    }

    private static AsymmetricKey FromRsa(RSA key, bool isPrivate, JwtAlgorithm? algorithm) => new(
        algorithm ?? JwtAlgorithm.RS256,
        new RsaSecurityKey(key.ExportParameters(isPrivate)),
        JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(key.ExportParameters(includePrivateParameters: false))));

    private static AsymmetricKey FromEcdsa(ECDsa key, bool isPrivate)
    {
        var publicKey = ECDsa.Create(key.ExportParameters(includePrivateParameters: false));
        return new(
            JwtAlgorithm.ES256,
            new ECDsaSecurityKey(isPrivate ? ECDsa.Create(key.ExportParameters(includePrivateParameters: true)) : publicKey),
            JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(publicKey)));
    }
}
