using Auth.Application;
using Auth.Application.Backends;
using Auth.Application.Backends.Opaque;
using Auth.Domain;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Redis;

/// <summary>
/// Opaque access tokens, whose hashes are keys of Redis. The value is the user and the session. The database decides whether the
/// session is valid, so that a revocation needs no Redis.
/// </summary>
internal sealed class RedisStrategy(
    AuthenticationBackendOptions backend, RedisTokens tokens, IUserLookup users, IOptions<AuthOptions> options, TimeProvider time)
    : ITokenStrategy
{
    private readonly bool _acceptsPlainTokens = options.Value.Redis.AcceptPlainTokens;

    /// <inheritdoc/>
    public TimeSpan Lifetime { get; } = TimeSpan.FromSeconds(backend.LifetimeSeconds ?? options.Value.Jwt.LifetimeSeconds);

    /// <inheritdoc/>
    public async Task<IssuedAccessToken> WriteTokenAsync(User user, Session session, CancellationToken cancellationToken)
    {
        var token = OpaqueToken.Create();
        await tokens.StoreAsync(NameOf(token), $"{user.Id:D} {session.Id:D}", Lifetime);
        return new(token);
    }

    /// <inheritdoc/>
    public async ValueTask<TokenReading> ReadTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (!OpaqueToken.IsWellFormed(token))
            return TokenReading.Refused(TokenRefusal.Malformed);
        if (await tokens.FindAsync(NameOf(token)) is { } found)
            return await FindUserAsync(found.Value, cancellationToken);
        return _acceptsPlainTokens && await tokens.FindAsync(token) is { } plain
            ? await FindUserAsync(plain.Value, time.GetUtcNow() + plain.TimeToLive - Lifetime, cancellationToken)
            : TokenReading.Refused(TokenRefusal.Unknown);
    }

    private async Task<TokenReading> FindUserAsync(string value, CancellationToken cancellationToken)
    {
        if (value.Split(' ') is not [var user, var session]
            || !CanonicalGuid.TryParse(user, out var userId) || !CanonicalGuid.TryParse(session, out var sessionId))
        {
            return TokenReading.Refused(TokenRefusal.Malformed);
        }

        return await users.FindAsync(userId, sessionId, time.GetUtcNow(), cancellationToken) is { } found
            ? TokenReading.Valid(found, sessionId)
            : TokenReading.Refused(TokenRefusal.SessionOver);
    }

    /// <summary>Returns the user of a token of fastapi-users, which has no session. A later password change makes it invalid.</summary>
    private async Task<TokenReading> FindUserAsync(string value, DateTimeOffset issuedAt, CancellationToken cancellationToken)
    {
        if (!CanonicalGuid.TryParse(value, out var userId))
            return TokenReading.Refused(TokenRefusal.Malformed);
        if (await users.FindAsync(userId, sessionId: null, time.GetUtcNow(), cancellationToken) is not { } user)
            return TokenReading.Refused(TokenRefusal.UnknownUser);
        return user.PasswordChangedAt >= issuedAt ? TokenReading.Refused(TokenRefusal.Outdated) : TokenReading.Valid(user, null);
    }

    private static string NameOf(string token) => Convert.ToHexStringLower(OpaqueToken.Hash(token));
}

/// <summary>Registers the strategy <c>Redis</c> and the shared rate limits. Nothing connects to Redis unless it is used.</summary>
internal static class RedisServices
{
    public static IServiceCollection AddRedis(this IServiceCollection services) => services
        .AddSingleton<RedisConnection>()
        .AddSingleton<RedisTokens>()
        .AddSingleton<ISharedRateCounters, RedisRateCounters>()
        .AddSingleton(new TokenStrategyRegistration(
            "Redis", (provider, backend) => ActivatorUtilities.CreateInstance<RedisStrategy>(provider, backend)));
}
