using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Auth.Application.Passwords;

namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>
/// Firebase's modified scrypt: <c>$firebase-scrypt$ln=14,r=8,k=1a2b3c4d$salt$separator$digest</c>, where k names the signer key
/// of the project.
/// </summary>
internal sealed partial class FirebaseScrypt(FirebaseScryptOptions project)
{
    private readonly byte[]? _signerKey = project.DecodeSignerKey();

    /// <summary>Parses a stored hash. Returns null for any other format.</summary>
    public StoredHash? TryParse(string text) =>
        Pattern().Match(text) is { Success: true, Groups: var groups }
            && ScryptParameters.Create(Number(groups["ln"]), Number(groups["r"]), p: 1) is { } parameters
            && UnpaddedBase64.TryDecode(groups["salt"].Value, out var salt)
            && UnpaddedBase64.TryDecode(groups["separator"].Value, out var separator)
            && UnpaddedBase64.TryDecode(groups["digest"].Value, out var digest)
                ? new FirebaseScryptHash(parameters, groups["key"].Value, [.. salt, .. separator], digest, _signerKey)
                : null;

    private static int Number(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\$firebase-scrypt\$ln=(?<ln>[1-9][0-9]?),r=(?<r>[1-9][0-9]{0,2}),k=(?<key>[0-9a-f]{8})" +
        @"\$(?<salt>[A-Za-z0-9+/]{2,200})\$(?<separator>[A-Za-z0-9+/]{0,86})\$(?<digest>[A-Za-z0-9+/]{22,172})\z")]
    private static partial Regex Pattern();
}

/// <summary>A stored hash of Firebase: the signer key, encrypted with a key that scrypt derives from the password.</summary>
/// <param name="Parameters">The parameters of scrypt.</param>
/// <param name="KeyId">The name of the signer key.</param>
/// <param name="Salt">The salt and the separator.</param>
/// <param name="Digest">The encrypted signer key.</param>
/// <param name="SignerKey">The configured signer key, if any.</param>
internal sealed record FirebaseScryptHash(
    ScryptParameters Parameters, string KeyId, byte[] Salt, byte[] Digest, byte[]? SignerKey)
    : StoredHash("firebase-scrypt", Digest)
{
    private const int CipherKeyBytes = 32, CipherBlockBytes = 16;

    /// <inheritdoc/>
    public override string Cost => Parameters.ToString();

    /// <inheritdoc/>
    public override bool IsAffordable => Parameters.IsAffordable;

    /// <inheritdoc/>
    public override string? Obstacle =>
        SignerKey is null ? "Auth:Passwords:Firebase:SignerKey is not set"
        : FirebaseCredential.KeyId(SignerKey) != KeyId ? "Auth:Passwords:Firebase:SignerKey is the key of another project"
        : base.Obstacle;

    /// <inheritdoc/>
    public override HashInput Prepare(byte[] password) => new ScryptInput(() =>
    {
        var key = Parameters.Compute(password, Salt, CipherKeyBytes);
        var encrypted = Encrypt(SignerKey!, key);
        CryptographicOperations.ZeroMemory(key);
        return encrypted;
    });

    /// <inheritdoc/>
    /// <remarks>HMAC appends NUL characters to a key, so a password that ends with one may not be the user's.</remarks>
    public override bool NeedsRehash(ReadOnlySpan<byte> password, int workFactor) => password is not [.., 0];

    // AES in counter mode with a counter that starts at zero. A signer key has fewer than 256 blocks.
    private static byte[] Encrypt(byte[] text, byte[] key)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var counters = new byte[(text.Length + CipherBlockBytes - 1) / CipherBlockBytes * CipherBlockBytes];
        for (var block = 0; block < counters.Length / CipherBlockBytes; block++)
            counters[(block + 1) * CipherBlockBytes - 1] = (byte)block;
        var stream = aes.EncryptEcb(counters, PaddingMode.None);
        return [.. text.Zip(stream, (one, other) => (byte)(one ^ other))];
    }
}
