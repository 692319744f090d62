using System.Globalization;
using System.Text.RegularExpressions;
using Auth.Application.Passwords;
using Auth.Infrastructure.Passwords.Formats;

namespace Auth.Infrastructure.Passwords;

/// <summary>A stored bcrypt hash: <c>$2b$12$</c>, 22 characters of salt and 31 of digest.</summary>
/// <param name="Revision">The letter after the 2: <c>a</c>, <c>b</c> or <c>y</c>. All three compute the same digest.</param>
/// <param name="WorkFactor">The binary logarithm of the number of rounds, 4 to 31.</param>
/// <param name="Salt">The salt, 16 bytes.</param>
/// <param name="Digest">The digest, 23 bytes.</param>
internal sealed partial record BCryptHash(char Revision, int WorkFactor, byte[] Salt, byte[] Digest)
    : StoredHash("bcrypt", Digest)
{
    /// <inheritdoc/>
    public override string Cost => WorkFactor.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override bool IsAffordable => WorkFactor <= AuthPasswordOptions.HighestWorkFactor;

    /// <summary>Parses a stored hash. Returns null if it is not a bcrypt hash.</summary>
    public static BCryptHash? TryParse(string hash)
    {
        if (Pattern().Match(hash) is not { Success: true, Groups: var groups })
            return null;
        var workFactor = int.Parse(groups["cost"].ValueSpan, CultureInfo.InvariantCulture);
        return workFactor is < 4 or > 31
            ? null
            : new(groups["revision"].Value[0], workFactor, Decode(groups["salt"]), Decode(groups["digest"]));
    }

    /// <inheritdoc/>
    public override HashInput Prepare(byte[] password) => BCryptInput.Create(password, Salt, WorkFactor);

    /// <inheritdoc/>
    /// <remarks>A hash of the first 72 bytes is not replaced: the rest of the password has never been verified.</remarks>
    public override bool NeedsRehash(ReadOnlySpan<byte> password, int workFactor) =>
        BCryptInput.ReadsAllOf(password) && (Revision != 'b' || WorkFactor < workFactor);

    /// <summary>The encoded hash.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"$2{Revision}${WorkFactor:00}${BCryptBase64.Encode(Salt)}{BCryptBase64.Encode(Digest)}");

    private static byte[] Decode(Group text) => BCryptBase64.Decode(text.Value);

    [GeneratedRegex(@"^\$2(?<revision>[aby])\$(?<cost>[0-9]{2})\$(?<salt>[./A-Za-z0-9]{22})(?<digest>[./A-Za-z0-9]{31})\z")]
    private static partial Regex Pattern();
}
