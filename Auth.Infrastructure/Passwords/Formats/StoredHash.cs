namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>A stored hash that has been parsed.</summary>
/// <param name="Kind">The name of its format.</param>
/// <param name="Digest">The digest of the password.</param>
internal abstract record StoredHash(string Kind, byte[] Digest)
{
    /// <summary>The parameters of the computation.</summary>
    public abstract string Cost { get; }

    /// <summary>Whether the computation is within the limits of time and memory.</summary>
    public abstract bool IsAffordable { get; }

    /// <summary>The reason why no password can be verified; null if one can.</summary>
    public virtual string? Obstacle => IsAffordable ? null : "its cost is above the limit";

    /// <summary>Prepares the computation of the digest of a password with the same parameters and salt.</summary>
    /// <param name="password">The password in UTF-8. It is read until the digest is computed.</param>
    public abstract HashInput Prepare(byte[] password);

    /// <summary>Whether a new hash has to replace this hash after the password has been verified.</summary>
    /// <param name="password">The password in UTF-8.</param>
    /// <param name="workFactor">The work factor of new hashes.</param>
    public virtual bool NeedsRehash(ReadOnlySpan<byte> password, int workFactor) => true;
}
