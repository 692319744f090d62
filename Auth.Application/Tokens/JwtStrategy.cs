using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Tokens;

/// <summary>
/// Access tokens as JSON Web Tokens (RFC 7519) that every version of fastapi-users with the same secret reads and writes.
/// </summary>
public sealed class JwtStrategy(JwtCodec jwt, IUserRepository users, IOptions<AuthOptions> options, TimeProvider time)
    : ITokenStrategy
{
    private const string Audience = "fastapi-users:auth";

    /// <inheritdoc/>
    public Task<string> WriteTokenAsync(User user, Guid? sessionId, CancellationToken cancellationToken)
    {
        var lifetime = TimeSpan.FromSeconds(options.Value.Jwt.LifetimeSeconds);
        var claims = new Dictionary<string, object>();
        if (sessionId is { } session)
            claims[JwtClaims.Session] = session.ToString("D");

        // fastapi-users writes the audience of access tokens as a list, and that of the others as a string.
        return Task.FromResult(jwt.Write(user.Id, new[] { Audience }, lifetime, claims));
    }

    /// <inheritdoc/>
    public async Task<TokenReading<TokenHolder>> ReadTokenAsync(string token, CancellationToken cancellationToken)
    {
        var reading = await jwt.ReadAsync(token, Audience);
        if (reading.Value is not { Subject: { } id } claims)
            return reading.Refusal ?? TokenRefusal.Malformed;
        if (claims.SessionId is { } sessionId)
        {
            return await users.FindBySessionAsync(id, sessionId, time.GetUtcNow(), cancellationToken) is { } holder
                ? new TokenHolder(holder, sessionId)
                : TokenRefusal.SessionOver;
        }

        if (claims.HasSession)
            return TokenRefusal.Malformed;
        if (!options.Value.Jwt.AcceptTokensWithoutSession)
            return TokenRefusal.WithoutSession;
        if (await users.FindAsync(id, cancellationToken) is not { } user)
            return TokenRefusal.UnknownUser;
        return claims.IsIssuedAfter(user.PasswordChangedAt) ? new TokenHolder(user, SessionId: null) : TokenRefusal.Outdated;
    }
}
