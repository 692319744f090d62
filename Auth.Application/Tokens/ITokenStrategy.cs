using Auth.Domain.Users;

namespace Auth.Application.Tokens;

/// <summary>What an access token is: how one is made for a user, and whose a given one is.</summary>
public interface ITokenStrategy
{
    /// <summary>Makes an access token for <paramref name="user"/>.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="sessionId">The session that the token ends with; null for a token that only expires.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The token, of characters that a bearer header may hold (RFC 6750 §2.1).</returns>
    Task<string> WriteTokenAsync(User user, Guid? sessionId, CancellationToken cancellationToken);

    /// <summary>Finds the user whose access token this is.</summary>
    /// <returns>
    /// The user, active or not; or that the token is bad, its user gone or its session over. No text makes it throw.
    /// </returns>
    Task<TokenReading<TokenHolder>> ReadTokenAsync(string token, CancellationToken cancellationToken);
}
