using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Backends.Opaque;

/// <summary>Opaque access tokens, whose hashes are rows of the database.</summary>
public sealed class DatabaseStrategy(
    AuthenticationBackendOptions backend, IUserLookup users, IPlainTokenTable plainTokens, IOptions<AuthOptions> options, TimeProvider time)
    : ITokenStrategy
{
    /// <inheritdoc/>
    public TimeSpan Lifetime { get; } = TimeSpan.FromSeconds(backend.LifetimeSeconds ?? options.Value.Jwt.LifetimeSeconds);

    /// <inheritdoc/>
    public CreatedAccessToken CreateToken(User user, Session session)
    {
        var token = OpaqueToken.Create();
        return new(token, OpaqueToken.Hash(token));
    }

    /// <inheritdoc/>
    public async ValueTask<TokenReading> ReadTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (!OpaqueToken.IsWellFormed(token))
            return TokenReading.Refused(TokenRefusal.Malformed);
        var now = time.GetUtcNow();
        if (await users.FindByTokenAsync(OpaqueToken.Hash(token), now, cancellationToken) is { } found)
            return TokenReading.Valid(found.User, found.SessionId);
        return await plainTokens.FindAsync(token, cancellationToken) is { } plain
            ? await plain.ReadAsync(users, Lifetime, now, cancellationToken)
            : TokenReading.Refused(TokenRefusal.Unknown);
    }
}
