using Auth.Domain.Sessions;

namespace Auth.Domain.Credentials;

/// <summary>
/// A single-use code that a front end exchanges for tokens after a redirect. The code itself is not stored.
/// </summary>
public sealed class LoginCode
{
    private LoginCode()
    {
    }

    /// <summary>SHA-256 of the code.</summary>
    public byte[] Hash { get; private init; } = [];

    /// <summary>The user whose identity was proved.</summary>
    public Guid UserId { get; private init; }

    /// <summary>The user's security stamp at the time of the proof.</summary>
    public Guid SecurityStamp { get; private init; }

    /// <summary>The name of the authentication backend that issues the tokens.</summary>
    public string Backend { get; private init; } = "";

    /// <summary>SHA-256 of the secret that the client presents with the code.</summary>
    public byte[] Binding { get; private init; } = [];

    /// <summary>The time at which the code expires, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>The methods that proved the user's identity; null if an earlier version created the code.</summary>
    public string? Methods { get; private init; }

    /// <summary>Creates a code.</summary>
    public static LoginCode Issue(
        byte[] hash, Guid userId, Guid securityStamp, string backend, byte[] binding, AuthenticationMethods methods,
        DateTimeOffset expiresAt) => new()
        {
            Hash = hash,
            UserId = userId,
            SecurityStamp = securityStamp,
            Backend = backend,
            Binding = binding,
            ExpiresAt = expiresAt,
            Methods = methods.ToString(),
        };
}
