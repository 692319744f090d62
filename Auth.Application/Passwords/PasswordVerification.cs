namespace Auth.Application.Passwords;

/// <summary>The outcome of comparing a password with a stored hash.</summary>
public enum PasswordVerification
{
    /// <summary>Another password, a malformed hash, or no hash at all.</summary>
    Failed,

    /// <summary>The right password, and a hash of today's kind.</summary>
    Succeeded,

    /// <summary>The right password, but a hash of an older kind or a lower work factor: store a new one.</summary>
    SucceededRehashDue,
}
