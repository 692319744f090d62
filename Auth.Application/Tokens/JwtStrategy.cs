using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Tokens;

/// <summary>
/// Access tokens as JSON Web Tokens (RFC 7519) that, signed by a secret, every version of fastapi-users reads and writes.
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
    public async Task<TokenHolder?> ReadTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (await jwt.ReadAsync(token, Audience) is not { Subject: { } id } claims)
            return null;
        var sessionId = claims.SessionId;
        if (sessionId is null && (claims.HasSession || !options.Value.Jwt.AcceptTokensWithoutSession))
            return null;
        return await users.FindAsync(id, sessionId, time.GetUtcNow(), cancellationToken) is { } user
            && (sessionId is not null || claims.IsIssuedAfter(user.PasswordChangedAt))
            ? new TokenHolder(user, sessionId)
            : null;
    }
}
