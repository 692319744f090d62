using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Auth.Tests.Conformance;
using Auth.Tests.Integration;

namespace Auth.Tests.Security;

/// <summary>Attacks on JSON Web Tokens from RFC 8725 §2 and common testing tools.</summary>
internal static class Forgeries
{
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes(AuthServer.Secret);
    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ECDsa Ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly string RsaJwk = $$"""{"kty":"RSA","n":"{{Url(Rsa.ExportParameters(false).Modulus!)}}","e":"AQAB"}""";
    private static readonly byte[] OctKey = Encoding.ASCII.GetBytes("a key of the attacker's own choice");
    private static readonly string OctJwk = $$"""{"kty":"oct","k":"{{Url(OctKey)}}"}""";

    private static readonly string[] Guesses =
        ["", "secret", "SECRET", "password", "changeme", "your-256-bit-secret", AuthServer.Secret.ToUpperInvariant()];

    /// <summary>Tokens that are unsigned or signed without the secret.</summary>
    public static IEnumerable<Forgery> WithoutTheSecret =>
    [
        .. new[] { "none", "None", "NONE", "nOnE" }.SelectMany(NoneAttacks),
        .. SignatureAttacks(),
        .. KeyAttacks(),
        .. AlgorithmAttacks(),
        .. ShapeAttacks(),
    ];

    /// <summary>Tokens with a valid signature over an unsupported header or ambiguous claims.</summary>
    public static IEnumerable<Forgery> WithTheSecret =>
    [
        new("alg none with a valid HS256 signature", claims => Sign(claims, """{"alg":"none"}""", Hs256(Secret))),
        new("HS384 with a valid HS256 signature", claims => Sign(claims, """{"alg":"HS384"}""", Hs256(Secret))),
        new("HS384 with the secret", claims => Sign(claims, """{"alg":"HS384"}""", input => HMACSHA384.HashData(Secret, input))),
        new("HS512 with the secret", claims => Sign(claims, """{"alg":"HS512"}""", input => HMACSHA512.HashData(Secret, input))),
        new("HS256 truncated to 16 bytes", claims => Sign(claims, Jwt.Header, input => HMACSHA256.HashData(Secret, input)[..16])),
        new("crit of an unknown extension", claims => Jwt.Sign(claims, """{"alg":"HS256","crit":["x"],"x":1}""")),
        new("empty crit", claims => Jwt.Sign(claims, """{"alg":"HS256","crit":[]}""")),
        new("crit of exp", claims => Jwt.Sign(claims, """{"alg":"HS256","crit":["exp"],"exp":4102444800}""")),
        new("crit that is not an array", claims => Jwt.Sign(claims, """{"alg":"HS256","crit":"exp"}""")),
        new("unencoded payload", claims => Jwt.Sign(claims, """{"alg":"HS256","b64":false,"crit":["b64"]}""")),
        new("duplicate sub", claims => Jwt.Sign(Twice(claims, $"\"sub\":\"{Guid.Empty}\""))),
        new("duplicate aud", claims => Jwt.Sign(Twice(claims, "\"aud\":\"another\""))),
        new("duplicate exp", claims => Jwt.Sign(Twice(claims, "\"exp\":1"))),
        new("duplicate exp, once escaped", claims => Jwt.Sign(Twice(claims, "\"e\\u0078p\":1"))),
        new("duplicate unknown claim", claims => Jwt.Sign(Twice(Twice(claims, "\"x\":1"), "\"x\":2"))),
        new("claims in an array", claims => Jwt.Sign($"[{claims}]")),
        new("two claims objects", claims => Jwt.Sign(claims + claims)),
        new("claims with a comment", claims => Jwt.Sign("/**/" + claims)),
        new("claims with a trailing comma", claims => Jwt.Sign(claims[..^1] + ",}")),
        new("claims nested 1,000 levels deep", claims => Jwt.Sign(
            Twice(claims, $"\"x\":{new string('[', 1000)}{new string(']', 1000)}"))),
    ];

    private static IEnumerable<Forgery> NoneAttacks(string none)
    {
        var header = $$"""{"alg":"{{none}}","typ":"JWT"}""";
        yield return new($"alg {none} without a signature", claims => Sign(claims, header, _ => []));
        yield return new($"alg {none} without a third segment", claims => Sign(claims, header, _ => []).TrimEnd('.'));
        yield return new($"alg {none} with any signature", claims => Sign(claims, header, Hs256(OctKey)));
    }

    private static IEnumerable<Forgery> SignatureAttacks() =>
    [
        new("HS256 without a signature", claims => Sign(claims, Jwt.Header, _ => [])),
        new("HS256 without a third segment", claims => Sign(claims, Jwt.Header, _ => []).TrimEnd('.')),
        new("a signature one byte short", claims => Sign(claims, Jwt.Header, input => HMACSHA256.HashData(Secret, input)[..^1])),
        new("a signature one byte long", claims => Sign(claims, Jwt.Header, input => [.. HMACSHA256.HashData(Secret, input), 0])),
        new("a signature of zeros", claims => Sign(claims, Jwt.Header, _ => new byte[32])),
        new("the signature of other claims", claims => string.Join(
            '.', [.. Jwt.Sign(claims).Split('.')[..2], Jwt.Sign("{}").Split('.')[2]])),
        new("the signature of another header", claims => string.Join(
            '.', [Url("""{"typ":"JWT","alg":"HS256"}"""u8), .. Jwt.Sign(claims).Split('.')[1..]])),
        new("a plain hash as the signature", claims => Sign(claims, Jwt.Header, input => SHA256.HashData([.. Secret, .. input]))),
    ];

    private static IEnumerable<Forgery> KeyAttacks()
    {
        foreach (var guess in Guesses)
            yield return new($"the secret '{guess}'", claims => Jwt.Sign(claims, secret: guess));
        foreach (var (kid, key) in new (string, byte[])[]
        {
            ("../../../../../../dev/null", []),
            ("../../../../../../dev/null", [0]),
            ("/proc/sys/kernel/randomize_va_space", [(byte)'2', (byte)'\n']),
            ("file:///etc/hostname", OctKey),
            ("x' UNION SELECT 'key'; --", Encoding.ASCII.GetBytes("key")),
            ("x\\u0000", OctKey),
            ("| sleep 9 |", OctKey),
            ("https://127.0.0.1/key", OctKey),
        })
        {
            var header = $$"""{"alg":"HS256","kid":"{{kid}}"}""";
            yield return new($"kid {kid} ({key.Length})", claims => Sign(claims, header, Hs256(key)));
        }

        yield return new("jwk with a secret", claims => Sign(claims, $$"""{"alg":"HS256","jwk":{{OctJwk}}}""", Hs256(OctKey)));
        yield return new("jwk with an RSA key", claims => Sign(claims, $$"""{"alg":"RS256","jwk":{{RsaJwk}}}""", Rs256));
        yield return new("jku", claims => Sign(claims, """{"alg":"RS256","jku":"http://127.0.0.1:1/keys","kid":"a"}""", Rs256));
        yield return new("x5u", claims => Sign(claims, """{"alg":"RS256","x5u":"http://127.0.0.1:1/certificate.pem"}""", Rs256));
        yield return new("x5c", claims => Sign(
            claims, $$"""{"alg":"RS256","x5c":["{{Convert.ToBase64String(Rsa.ExportSubjectPublicKeyInfo())}}"]}""", Rs256));
    }

    private static IEnumerable<Forgery> AlgorithmAttacks()
    {
        var publicKey = Rsa.ExportSubjectPublicKeyInfoPem();
        string[] publicKeys = [publicKey, publicKey + "\n", Rsa.ExportRSAPublicKeyPem()];
        foreach (var (key, i) in publicKeys.Select((key, i) => (key, i)))
            yield return new($"an RS256 public key as the secret ({i})", claims => Jwt.Sign(claims, secret: key));
        yield return new("RS256", claims => Sign(claims, """{"alg":"RS256"}""", Rs256));
        yield return new("PS256", claims => Sign(
            claims, """{"alg":"PS256"}""", input => Rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)));
        yield return new("ES256", claims => Sign(
            claims, """{"alg":"ES256"}""", input => Ecdsa.SignData(input, HashAlgorithmName.SHA256)));
        yield return new("ES256 of zeros", claims => Sign(claims, """{"alg":"ES256"}""", _ => new byte[64]));
        yield return new("EdDSA", claims => Sign(claims, """{"alg":"EdDSA"}""", _ => new byte[64]));
        yield return new("duplicate alg, none last", claims => Sign(claims, """{"alg":"HS256","alg":"none"}""", _ => []));
        yield return new("duplicate alg, none first", claims => Sign(claims, """{"alg":"none","alg":"HS256"}""", _ => []));
    }

    private static IEnumerable<Forgery> ShapeAttacks() =>
    [
        new("JWE with a direct key", claims => Encrypted(
            Jwt.Sign(claims), """{"alg":"dir","enc":"A128CBC-HS256","cty":"JWT"}""")),
        new("JWE with compression", claims => Encrypted(
            Jwt.Sign(claims), """{"alg":"dir","enc":"A128CBC-HS256","zip":"DEF","cty":"JWT"}""")),
        new("JWE with a billion PBES2 iterations", claims => Encrypted(
            Jwt.Sign(claims), """{"alg":"PBES2-HS256+A128KW","enc":"A128CBC-HS256","p2s":"AAAA","p2c":1000000000}""")),
        new("a valid token with two more segments", claims => Jwt.Sign(claims) + ".e30.e30"),
        new("a nested valid token", claims => Jwt.Sign($"\"{Jwt.Sign(claims)}\"", """{"alg":"HS256","cty":"JWT"}""")),
        new("JSON serialisation", claims => Jwt.Sign(claims).Split('.') is [var header, var payload, var signature]
            ? $$"""{"protected":"{{header}}","payload":"{{payload}}","signature":"{{signature}}"}"""
            : ""),
        new("a scheme before a valid token", claims => "Bearer " + Jwt.Sign(claims)),
        new("10,000 dots", _ => new string('.', 10_000)),
        new("30,000 letters", _ => new string('a', 30_000)),
        new("30,000 letters as a payload", _ => Sign(new string('a', 22_000), Jwt.Header, Hs256(OctKey))),
    ];

    /// <summary>Returns a JWE directly encrypted with the first 32 bytes of the secret (RFC 7516 §7.1, RFC 7518 §5.2).</summary>
    private static string Encrypted(string text, string header)
    {
        using var aes = Aes.Create();
        aes.Key = Secret[16..32];
        var iv = RandomNumberGenerator.GetBytes(16);
        var cipher = aes.EncryptCbc(Encoding.ASCII.GetBytes(text), iv);
        var associated = Encoding.ASCII.GetBytes(Url(Encoding.UTF8.GetBytes(header)));
        var length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, associated.Length * 8);
        byte[] authenticated = [.. associated, .. iv, .. cipher, .. length];
        var tag = HMACSHA256.HashData(Secret[..16], authenticated)[..16];
        return $"{Encoding.ASCII.GetString(associated)}..{Url(iv)}.{Url(cipher)}.{Url(tag)}";
    }

    private static string Twice(string claims, string member) => $"{claims[..^1]},{member}}}";

    private static string Sign(string claims, string header, Func<byte[], byte[]> sign) =>
        Jwt.Sign(Encoding.UTF8.GetBytes(claims), header, sign);

    private static Func<byte[], byte[]> Hs256(byte[] key) => input => HMACSHA256.HashData(key, input);

    private static byte[] Rs256(byte[] input) => Rsa.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static string Url(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
