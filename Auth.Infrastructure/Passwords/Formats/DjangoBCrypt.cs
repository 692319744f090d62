namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>Django's bcrypt of the password itself: <c>bcrypt$$2b$12$…</c>.</summary>
internal sealed record DjangoBCrypt(BCryptHash Inner) : StoredHash("django-bcrypt", Inner.Digest)
{
    private const string Prefix = "bcrypt$";

    /// <inheritdoc/>
    public override string Cost => Inner.Cost;

    /// <inheritdoc/>
    public override bool IsAffordable => Inner.IsAffordable;

    /// <summary>Parses a stored hash. Returns null for any other format.</summary>
    public static StoredHash? TryParse(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && BCryptHash.TryParse(text[Prefix.Length..]) is { } inner
            ? new DjangoBCrypt(inner)
            : null;

    /// <inheritdoc/>
    public override HashInput Prepare(byte[] password) => Inner.Prepare(password);

    /// <inheritdoc/>
    /// <remarks>A hash of the first 72 bytes is not replaced: the rest of the password has never been verified.</remarks>
    public override bool NeedsRehash(ReadOnlySpan<byte> password, int workFactor) => BCryptInput.ReadsAllOf(password);
}
