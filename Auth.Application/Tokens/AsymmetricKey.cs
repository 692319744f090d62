using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Auth.Application.Tokens;

/// <summary>
/// A key that signs or verifies by one algorithm alone (RFC 8725 §3.1), be it a pair or the public half of one.
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

    /// <summary>The algorithm that it is for, and no other.</summary>
    public JwtAlgorithm Algorithm { get; }

    /// <summary>Its name in the headers of tokens, <c>kid</c>: the thumbprint of its public half (RFC 7638, SHA-256).</summary>
    public string Id => PublicKey.Kid;

    /// <summary>Its public half, for everybody (RFC 7517).</summary>
    public JsonWebKey PublicKey { get; }

    internal SecurityKey Key { get; }

    /// <summary>Makes a private key: 3072 bits of RSA, or one on the curve P-256.</summary>
    /// <param name="algorithm">What it is for.</param>
    /// <param name="pem">The key in PEM, as PKCS #8, not encrypted.</param>
    public static AsymmetricKey Generate(JwtAlgorithm algorithm, out string pem)
    {
        using AsymmetricAlgorithm key = algorithm is JwtAlgorithm.ES256
            ? ECDsa.Create(ECCurve.NamedCurves.nistP256)
            : RSA.Create(GeneratedRsaBits);
        pem = key.ExportPkcs8PrivateKeyPem() + "\n";
        return TryRead(pem, isPrivate: true, algorithm, out var made, out var problem)
            ? made
            : throw new InvalidOperationException($"A key that was just made {problem}");
    }

    /// <summary>Reads a key in PEM (RFC 7468), not encrypted: PKCS #8, PKCS #1 or SEC 1, or a public key.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="isPrivate">Whether it is to sign. If not, the public half of a private key is taken.</param>
    /// <param name="algorithm">What it is for; null for ES256 or RS256, whichever it fits.</param>
    /// <param name="key">The key.</param>
    /// <param name="problem">Without a key, why, as the end of a sentence that begins with the key.</param>
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
        RSA when algorithm is JwtAlgorithm.ES256 => "is an RSA key: ES256 needs one on the curve P-256.",
        RSA { KeySize: < FewestRsaBits and var bits } =>
            $"is an RSA key of {bits} bits: {FewestRsaBits} are needed at least (RFC 7518 section 3.3).",
        ECDsa ecdsa when !IsP256(ecdsa) => "is on another curve than P-256.",
        ECDsa when algorithm is JwtAlgorithm.RS256 or JwtAlgorithm.PS256 => $"is no RSA key, which {algorithm} needs.",
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
