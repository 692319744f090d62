using System.Security.Cryptography;
using System.Text;

namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>Django's bcrypt of the SHA-256 of the password in lower-case hexadecimal: <c>bcrypt_sha256$$2b$12$…</c>.</summary>
internal sealed record DjangoBCryptSha256(BCryptHash Inner) : StoredHash("django-bcrypt-sha256", Inner.Digest)
{
    private const string Prefix = "bcrypt_sha256$";

    /// <inheritdoc/>
    public override string Cost => Inner.Cost;

    /// <inheritdoc/>
    public override bool IsAffordable => Inner.IsAffordable;

    /// <summary>Parses a stored hash. Returns null for any other format.</summary>
    public static StoredHash? TryParse(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && BCryptHash.TryParse(text[Prefix.Length..]) is { } inner
            ? new DjangoBCryptSha256(inner)
            : null;

    /// <inheritdoc/>
    public override HashInput Prepare(byte[] password) =>
        Inner.Prepare(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(password))));
}
