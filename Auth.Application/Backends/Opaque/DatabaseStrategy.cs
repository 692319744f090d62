using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Backends.Opaque;

/// <summary>Opaque access tokens, whose hashes are rows of the database.</summary>
public sealed class DatabaseStrategy(
    AuthenticationBackendOptions backend, IUserLookup users, IOptions<AuthOptions> options, TimeProvider time) : ITokenStrategy
{
    /// <inheritdoc/>
    public TimeSpan Lifetime { get; } = TimeSpan.FromSeconds(backend.LifetimeSeconds ?? options.Value.Jwt.LifetimeSeconds);

    /// <inheritdoc/>
    public Task<IssuedAccessToken> WriteTokenAsync(User user, Session session, CancellationToken cancellationToken)
    {
        var token = OpaqueToken.Create();
        return Task.FromResult(new IssuedAccessToken(token, OpaqueToken.Hash(token)));
    }

    /// <inheritdoc/>
    public async ValueTask<TokenReading> ReadTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (!OpaqueToken.IsWellFormed(token))
            return TokenReading.Refused(TokenRefusal.Malformed);
        return await users.FindByTokenAsync(OpaqueToken.Hash(token), time.GetUtcNow(), cancellationToken) is { } found
            ? TokenReading.Valid(found.User, found.SessionId)
            : TokenReading.Refused(TokenRefusal.Unknown);
    }
}
