using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Auth.Application.Backends.Jwt;

namespace Auth.Tests.Unit.Backends;

/// <summary>A key pair for one algorithm that signs and verifies without the library under test.</summary>
internal sealed class SomeKey
{
    private readonly AsymmetricAlgorithm _key;

    private SomeKey(JwtAlgorithm algorithm, AsymmetricAlgorithm key) => (Algorithm, _key) = (algorithm, key);

    /// <summary>One key for each algorithm, shared by all tests.</summary>
    public static SomeKey Es256 { get; } = new(JwtAlgorithm.ES256, ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static SomeKey Rs256 { get; } = new(JwtAlgorithm.RS256, RSA.Create(2048));

    public static SomeKey Ps256 { get; } = new(JwtAlgorithm.PS256, RSA.Create(2048));

    public JwtAlgorithm Algorithm { get; }

    public string PrivatePem => _key.ExportPkcs8PrivateKeyPem();

    public string PublicPem => _key.ExportSubjectPublicKeyInfoPem();

    public byte[] PublicDer => _key.ExportSubjectPublicKeyInfo();

    /// <summary>The RFC 7638 thumbprint.</summary>
    public string Id => Url(SHA256.HashData(Encoding.UTF8.GetBytes(PublicJwk)));

    /// <summary>The public key as a JWK with only the members of its thumbprint, in their order.</summary>
    public string PublicJwk => _key switch
    {
        RSA rsa when rsa.ExportParameters(false) is var rsaKey =>
            $$"""{"e":"{{Url(rsaKey.Exponent)}}","kty":"RSA","n":"{{Url(rsaKey.Modulus)}}"}""",
        ECDsa ecdsa when ecdsa.ExportParameters(false).Q is var point =>
            $$"""{"crv":"P-256","kty":"EC","x":"{{Url(point.X)}}","y":"{{Url(point.Y)}}"}""",
        _ => throw new InvalidOperationException(),
    };

    public static SomeKey For(JwtAlgorithm algorithm) => algorithm switch
    {
        JwtAlgorithm.ES256 => Es256,
        JwtAlgorithm.RS256 => Rs256,
        _ => Ps256,
    };

    /// <summary>Returns a token with the given header, or by default the header of a valid token.</summary>
    public string Sign(string payload, string? header = null)
    {
        header ??= $$"""{"alg":"{{Algorithm}}","kid":"{{Id}}"}""";
        var text = $"{HandmadeToken.Encode(header)}.{HandmadeToken.Encode(payload)}";
        return $"{text}.{Url(SignatureOf(Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>Returns whether this key signed the token with its algorithm.</summary>
    public bool Signed(string token)
    {
        var (text, signature) = (token[..token.LastIndexOf('.')], Base64Url.DecodeFromChars(token.Split('.')[2]));
        var signed = Encoding.ASCII.GetBytes(text);
        return _key switch
        {
            RSA rsa => rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, Padding),
            ECDsa ecdsa => ecdsa.VerifyData(signed, signature, HashAlgorithmName.SHA256),
            _ => false,
        };
    }

    public byte[] SignatureOf(byte[] input, JwtAlgorithm? algorithm = null) => _key switch
    {
        RSA rsa => rsa.SignData(input, HashAlgorithmName.SHA256, PaddingOf(algorithm ?? Algorithm)),
        ECDsa ecdsa => ecdsa.SignData(input, HashAlgorithmName.SHA256),
        _ => throw new InvalidOperationException(),
    };

    private RSASignaturePadding Padding => PaddingOf(Algorithm);

    private static RSASignaturePadding PaddingOf(JwtAlgorithm algorithm) =>
        algorithm is JwtAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;

    private static string Url(byte[]? bytes) => Base64Url.EncodeToString(bytes);
}
