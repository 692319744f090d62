namespace Auth.Application.Passwords;

/// <summary>The result of verifying a password against a stored hash.</summary>
public enum PasswordVerification
{
    /// <summary>The password is wrong, or the hash is malformed or missing.</summary>
    Failed,

    /// <summary>The password is right, and the hash has the current algorithm and parameters.</summary>
    Succeeded,

    /// <summary>The password is right. The hash has an older algorithm or a lower work factor and must be replaced.</summary>
    SucceededRehashDue,
}
