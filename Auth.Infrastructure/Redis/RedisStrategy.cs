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
    private readonly bool _acceptsLegacyIds = options.Value.Migration.AcceptLegacyIds;

    /// <inheritdoc/>
    public TimeSpan Lifetime { get; } = TimeSpan.FromSeconds(backend.LifetimeSeconds ?? options.Value.Jwt.LifetimeSeconds);

    /// <inheritdoc/>
    public CreatedAccessToken CreateToken(User user, Session session) => new(OpaqueToken.Create());

    /// <inheritdoc/>
    public Task StoreTokenAsync(CreatedAccessToken token, Session session) =>
        tokens.StoreAsync(NameOf(token.Value), $"{session.UserId:D} {session.Id:D}", Lifetime);

    /// <inheritdoc/>
    public async ValueTask<TokenReading> ReadTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (!OpaqueToken.IsWellFormed(token))
            return TokenReading.Refused(TokenRefusal.Malformed);
        if (await tokens.FindAsync(NameOf(token)) is { } found)
            return await FindUserAsync(found.Value, cancellationToken);
        if (!_acceptsPlainTokens || await tokens.FindAsync(token) is not { } plain
            || !ForeignId.TryRead(plain.Value, _acceptsLegacyIds, out var userId))
        {
            return TokenReading.Refused(TokenRefusal.Unknown);
        }

        var now = time.GetUtcNow();
        return await new PlainToken(userId, now + plain.TimeToLive - Lifetime).ReadAsync(users, Lifetime, now, cancellationToken);
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
