using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Backends.Jwt;

/// <summary>
/// Access tokens in the form of JSON Web Tokens (RFC 7519). With HS256, they are compatible with all versions of fastapi-users.
/// </summary>
public sealed class JwtStrategy(JwtCodec jwt, IUserLookup users, IOptions<AuthOptions> options, TimeProvider time)
    : ITokenStrategy
{
    private const string Audience = JwtCodec.AccessAudience;

    /// <inheritdoc/>
    public Task<string> WriteTokenAsync(User user, Guid? sessionId, CancellationToken cancellationToken)
    {
        var lifetime = TimeSpan.FromSeconds(options.Value.Jwt.LifetimeSeconds);
        var claims = new Dictionary<string, object>();
        if (sessionId is { } session)
            claims[JwtClaims.Session] = session.ToString("D");
        return Task.FromResult(jwt.Write(user.Id, Audience, lifetime, claims));
    }

    /// <inheritdoc/>
    public async Task<TokenReading<TokenHolder>> ReadTokenAsync(string token, CancellationToken cancellationToken)
    {
        var reading = await jwt.ReadAsync(token, Audience);
        if (reading.Value is not { Subject: { } id } claims)
            return reading.Refusal ?? TokenRefusal.Malformed;
        var sessionId = claims.SessionId;
        if (sessionId is null && claims.HasSession)
            return TokenRefusal.Malformed;
        if (sessionId is null && !options.Value.Jwt.AcceptTokensWithoutSession)
            return TokenRefusal.WithoutSession;
        if (await users.FindAsync(id, sessionId, time.GetUtcNow(), cancellationToken) is not { } user)
            return sessionId is null ? TokenRefusal.UnknownUser : TokenRefusal.SessionOver;
        return sessionId is null && !claims.IsIssuedAfter(user.PasswordChangedAt)
            ? TokenRefusal.Outdated
            : new TokenHolder(user, sessionId);
    }
}
