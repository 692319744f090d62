namespace Auth.Domain.Credentials;

/// <summary>
/// A requested login by mail. It exists for every requested address, registered or not, so that a guess at the code causes the same
/// work. Neither the token nor the code is stored.
/// </summary>
public sealed class MagicLink
{
    private MagicLink()
    {
    }

    /// <summary>A version 4 UUID, from which the token and the code are derived.</summary>
    public Guid Id { get; private init; }

    /// <summary>SHA-256 of the request token, which only the requesting client has.</summary>
    public byte[] Binding { get; private init; } = [];

    /// <summary>The requested address, whether or not it is registered.</summary>
    public string Email { get; private init; } = "";

    /// <summary>The user to whom the mail is sent; null if there is none, or the request was not processed yet.</summary>
    public Guid? UserId { get; private init; }

    /// <summary>The user's security stamp at the time of the mail.</summary>
    public Guid? SecurityStamp { get; private init; }

    /// <summary>The number of presented tokens and codes.</summary>
    public int Guesses { get; private init; }

    /// <summary>The time at which the token and the code expire, in UTC.</summary>
    public DateTimeOffset ExpiresAt { get; private init; }

    /// <summary>Creates a request.</summary>
    public static MagicLink Request(byte[] binding, string email, DateTimeOffset expiresAt) =>
        new() { Id = Guid.NewGuid(), Binding = binding, Email = email, ExpiresAt = expiresAt };
}

/// <summary>The stored requests for logins by mail. Returned requests are detached.</summary>
public interface IMagicLinkRepository
{
    /// <summary>Adds a request to the current unit of work.</summary>
    void Add(MagicLink link);

    /// <summary>Returns the request of a client, or null.</summary>
    /// <param name="binding">SHA-256 of the request token.</param>
    Task<MagicLink?> FindAsync(byte[] binding, CancellationToken cancellationToken);

    /// <summary>Returns a request, or null.</summary>
    Task<MagicLink?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Assigns a request to the user to whom the mail is sent.</summary>
    /// <returns>False if the request does not exist.</returns>
    Task<bool> AssignAsync(Guid id, Guid userId, Guid securityStamp, CancellationToken cancellationToken);

    /// <summary>Counts a guess in one statement.</summary>
    /// <param name="id">The request.</param>
    /// <param name="max">The maximum number of guesses.</param>
    /// <param name="now">The current time.</param>
    /// <returns>False if the request is used, expired, or has the maximum number of guesses.</returns>
    Task<bool> TryGuessAsync(Guid id, int max, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Uses a request.</summary>
    /// <returns>False if another caller has used it.</returns>
    Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken);
}
