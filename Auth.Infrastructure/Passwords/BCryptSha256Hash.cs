using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Auth.Application.Passwords;
using Auth.Infrastructure.Passwords.Formats;

namespace Auth.Infrastructure.Passwords;

/// <summary>
/// A stored hash of passlib's <c>bcrypt_sha256</c>, version 2: bcrypt over the base64-encoded HMAC-SHA-256 of the password,
/// keyed with the text of the salt. It is not truncated: every byte of the password is significant.
/// </summary>
/// <param name="Revision">The letter after the 2: <c>a</c> or <c>b</c>. Both compute the same digest.</param>
/// <param name="WorkFactor">The binary logarithm of the number of rounds, 4 to 31.</param>
/// <param name="Salt">The salt, 22 characters of <see cref="BCryptBase64"/>.</param>
/// <param name="Digest">The digest, 23 bytes.</param>
internal sealed partial record BCryptSha256Hash(char Revision, int WorkFactor, string Salt, byte[] Digest)
    : StoredHash("bcrypt-sha256", Digest)
{
    /// <inheritdoc/>
    public override string Cost => WorkFactor.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override bool IsAffordable => WorkFactor <= AuthPasswordOptions.HighestWorkFactor;

    /// <summary>Parses a stored hash. Returns null for any other format.</summary>
    public static BCryptSha256Hash? TryParse(string hash)
    {
        if (Pattern().Match(hash) is not { Success: true, Groups: var groups })
            return null;
        var workFactor = int.Parse(groups["cost"].ValueSpan, CultureInfo.InvariantCulture);
        return workFactor is < 4 or > 31
            ? null
            : new(groups["revision"].Value[0], workFactor, groups["salt"].Value, BCryptBase64.Decode(groups["digest"].Value));
    }

    /// <summary>Prepares the bcrypt input for a password.</summary>
    public static BCryptInput Input(byte[] password, string salt, int workFactor)
    {
        Span<byte> text = stackalloc byte[Base64.GetMaxEncodedToUtf8Length(HMACSHA256.HashSizeInBytes)];
        HMACSHA256.HashData(Encoding.ASCII.GetBytes(salt), password, text);
        Base64.EncodeToUtf8InPlace(text, HMACSHA256.HashSizeInBytes, out _);
        var input = BCryptInput.Create(text, BCryptBase64.Decode(salt), workFactor);
        CryptographicOperations.ZeroMemory(text);
        return input;
    }

    /// <inheritdoc/>
    public override HashInput Prepare(byte[] password) => Input(password, Salt, WorkFactor);

    /// <inheritdoc/>
    public override bool NeedsRehash(ReadOnlySpan<byte> password, int workFactor) => Revision != 'b' || WorkFactor < workFactor;

    /// <summary>The encoded hash.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"$bcrypt-sha256$v=2,t=2{Revision},r={WorkFactor}${Salt}${BCryptBase64.Encode(Digest)}");

    [GeneratedRegex(@"^\$bcrypt-sha256\$v=2,t=2(?<revision>[ab]),r=(?<cost>[1-9][0-9]?)" +
        @"\$(?<salt>[./A-Za-z0-9]{22})\$(?<digest>[./A-Za-z0-9]{31})\z")]
    private static partial Regex Pattern();
}
