using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Auth.Application.Backends.Jwt;
using Auth.Tests.Conformance;
using Auth.Tests.Unit.Backends;

namespace Auth.Tests.Security;

/// <summary>
/// Attacks with the public keys of a server (RFC 8725 §2.1), and misuse of its private keys. The server signs with ES256
/// and also accepts RS256 and PS256.
/// </summary>
internal static class KeyForgeries
{
    private static readonly ECDsa Attacker = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly SomeKey[] Keys = [SomeKey.Es256, SomeKey.Rs256, SomeKey.Ps256];

    /// <summary>The settings of the server.</summary>
    public static (string Name, string Value)[] Settings =>
    [
        ("Auth:Jwt:SigningKey", SomeKey.Es256.PrivatePem),
        ("Auth:Jwt:VerificationKeys:0", SomeKey.Rs256.PublicPem),
        ("Auth:Jwt:VerificationKeys:1", "PS256:" + SomeKey.Ps256.PublicPem),
    ];

    public static IEnumerable<Forgery> All =>
        [.. Keys.SelectMany(OfKey), .. RelabelledAlgorithms(), .. OtherKeys(), .. EllipticCurves()];

    /// <summary>A public key as the HMAC secret, and invalid signatures and headers under one key.</summary>
    private static IEnumerable<Forgery> OfKey(SomeKey key)
    {
        var (name, pem) = (key.Algorithm, key.PublicPem);
        (string Name, byte[] Bytes)[] spellings =
        [
            ("in PEM", Ascii(pem)),
            ("in PEM with LF", Ascii(pem + "\n")),
            ("in PEM with CRLF", Ascii(pem.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n")),
            ("in DER", key.PublicDer),
            ("as a JWK", Ascii(key.PublicJwk)),
            ("by its kid", Ascii(key.Id)),
        ];
        foreach (var (spelling, secret) in spellings)
        {
            yield return new($"the public {name} key {spelling} as the secret", claims => Sign(
                claims, Header("HS256", key), input => HMACSHA256.HashData(secret, input)));
            yield return new($"the public {name} key {spelling} as the secret, without a kid", claims => Sign(
                claims, Jwt.Header, input => HMACSHA256.HashData(secret, input)));
        }

        yield return new($"alg none with the kid of the {name} key", claims => Sign(claims, Header("none", key), _ => []));
        yield return new($"{name} without a signature", claims => Sign(claims, Header($"{name}", key), _ => []));
        yield return new($"{name} with a signature of zeros", claims => Sign(
            claims, Header($"{name}", key), input => new byte[key.SignatureOf(input).Length]));
        yield return new($"{name} without a kid", claims => key.Sign(claims, $$"""{"alg":"{{name}}"}"""));
        yield return new($"{name} with an empty kid", claims => key.Sign(claims, $$"""{"alg":"{{name}}","kid":""}"""));
        yield return new($"{name} with a number as the kid", claims => key.Sign(claims, $$"""{"alg":"{{name}}","kid":1}"""));
        yield return new($"{name} with a critical extension", claims => key.Sign(
            claims, $$"""{"alg":"{{name}}","kid":"{{key.Id}}","crit":["exp"]}"""));
        yield return new($"{name} with the signature of other claims", claims =>
            string.Join('.', [.. key.Sign(claims).Split('.')[..2], key.Sign("{}").Split('.')[2]]));
        yield return new($"{name} signed with the secret", claims => Jwt.Sign(claims, Header($"{name}", key)));
        foreach (var other in Keys.Where(other => other != key))
        {
            yield return new($"{name} with the kid of the {other.Algorithm} key", claims =>
                key.Sign(claims, Header($"{name}", other)));
        }
    }

    private static IEnumerable<Forgery> RelabelledAlgorithms()
    {
        foreach (var (key, other) in new[] { (SomeKey.Rs256, JwtAlgorithm.PS256), (SomeKey.Ps256, JwtAlgorithm.RS256) })
        {
            yield return new($"{key.Algorithm} relabelled {other}", claims =>
                Relabelled(key.Sign(claims), Header($"{other}", key)));
            yield return new($"{other} with the {key.Algorithm} key", claims =>
                Sign(claims, Header($"{other}", key), input => key.SignatureOf(input, other)));
            yield return new($"{other} with the {key.Algorithm} key, labelled {key.Algorithm}", claims =>
                Sign(claims, Header($"{key.Algorithm}", key), input => key.SignatureOf(input, other)));
        }

        foreach (var label in new[] { "RS384", "RS512", "PS384", "ES384", "ES256K", "HS256", "es256", "EdDSA" })
            yield return new($"ES256 labelled {label}", claims => SomeKey.Es256.Sign(claims, Header(label, SomeKey.Es256)));
    }

    private static IEnumerable<Forgery> OtherKeys()
    {
        var (kid, point) = (SomeKey.Es256.Id, Attacker.ExportParameters(false).Q);
        var jwk = $$"""{"kty":"EC","crv":"P-256","x":"{{Url(point.X)}}","y":"{{Url(point.Y)}}","kid":"{{kid}}"}""";
        var certificate = Convert.ToBase64String(Attacker.ExportSubjectPublicKeyInfo());
        foreach (var member in new[]
        {
            $"\"jwk\":{jwk}",
            "\"jku\":\"http://127.0.0.1:1/keys\"",
            "\"x5u\":\"http://127.0.0.1:1/certificate.pem\"",
            $"\"x5c\":[\"{certificate}\"]",
            $"\"x5t\":\"{kid}\"",
        })
        {
            yield return new($"another key in {member[..5]}, with the server's kid", claims =>
                Sign(claims, $$"""{"alg":"ES256","kid":"{{kid}}",{{member}}}""", ByAttacker));
            yield return new($"another key in {member[..5]}, without a kid", claims =>
                Sign(claims, $$"""{"alg":"ES256",{{member}}}""", ByAttacker));
        }
    }

    private static IEnumerable<Forgery> EllipticCurves()
    {
        var header = Header("ES256", SomeKey.Es256);
        var order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        yield return new("ES256 with r and s of the curve's order", claims => Sign(claims, header, _ => [.. order, .. order]));
        yield return new("ES256 with r and s of one", claims => Sign(claims, header, _ =>
            [.. new byte[31], 1, .. new byte[31], 1]));
        yield return new("ES256 in DER", claims => Sign(claims, header, input =>
        {
            var integers = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
            using (integers.PushSequence())
            {
                var signature = SomeKey.Es256.SignatureOf(input);
                integers.WriteIntegerUnsigned(signature.AsSpan(0, 32).TrimStart((byte)0));
                integers.WriteIntegerUnsigned(signature.AsSpan(32).TrimStart((byte)0));
            }

            return integers.Encode();
        }));
        yield return new("ES256 a byte short", claims => Sign(claims, header, input => SomeKey.Es256.SignatureOf(input)[..^1]));
        yield return new("ES256 a byte long", claims => Sign(claims, header, input => [.. SomeKey.Es256.SignatureOf(input), 0]));
    }

    private static string Header(string algorithm, SomeKey key) => $$"""{"alg":"{{algorithm}}","kid":"{{key.Id}}"}""";

    private static string Relabelled(string token, string header) =>
        $"{Url(Encoding.UTF8.GetBytes(header))}{token[token.IndexOf('.', StringComparison.Ordinal)..]}";

    private static string Sign(string claims, string header, Func<byte[], byte[]> sign) =>
        Jwt.Sign(Encoding.UTF8.GetBytes(claims), header, sign);

    private static byte[] ByAttacker(byte[] input) => Attacker.SignData(input, HashAlgorithmName.SHA256);

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static string Url(byte[]? bytes) => Base64Url.EncodeToString(bytes);
}
