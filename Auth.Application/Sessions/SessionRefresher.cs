using Auth.Application.Backends;
using Auth.Application.Backends.Opaque;
using Auth.Application.Events;
using Auth.Application.Metrics;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Microsoft.Extensions.Options;

namespace Auth.Application.Sessions;

/// <summary>Exchanges a single-use refresh token for new tokens (RFC 6749 §6).</summary>
/// <remarks>
/// A token that is presented again within <see cref="AuthSessionOptions.RefreshGraceSeconds"/> of its first use is exchanged for the
/// same successor: two tabs refreshed at once, or a response was lost. Later, it is taken for stolen, and its session is revoked
/// (RFC 9700 §4.14.2).
/// </remarks>
public sealed class SessionRefresher(
    ISessionRepository sessions,
    SessionManager manager,
    RefreshTokenCodec refreshTokens,
    IOptions<AuthOptions> options,
    TimeProvider time,
    IUnitOfWork unitOfWork,
    AccountEventPublisher events,
    AuthMetrics metrics)
{
    /// <summary>
    /// The difference that is allowed between the clocks of two processes. A token that was used further in the future was used
    /// before the clock was set back: its age is unknown, and it is outside the grace period.
    /// </summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>Exchanges a refresh token for its successor and an access token, and extends its session.</summary>
    /// <param name="refreshToken">The refresh token.</param>
    /// <param name="strategy">The strategy of the access token.</param>
    public async Task<Result<IssuedTokens>> RefreshAsync(
        string refreshToken, ITokenStrategy strategy, CancellationToken cancellationToken)
    {
        var outcome = Outcome.BadToken;
        IssuedRefreshToken? stolen = null;
        (Session Session, CreatedAccessToken Token)? created = null;
        var result = await unitOfWork.ExecuteAsync(ExchangeAsync, cancellationToken);

        // If the store cannot be reached, the client presents its refresh token again within the grace period.
        if (result.Error is null && created is { } stored)
            await strategy.StoreTokenAsync(stored.Token, stored.Session);
        if (stolen is not null)
            await RevokeStolenAsync(stolen, cancellationToken);
        metrics.CountRefresh(outcome);
        if (result.Error is null)
            metrics.CountIssuedTokens();
        return result;

        async Task<Result<IssuedTokens>> ExchangeAsync(CancellationToken token)
        {
            var now = time.GetUtcNow();
            stolen = null;
            (outcome, var exchanged) = await sessions.FindRefreshTokenAsync(OpaqueToken.Hash(refreshToken), now, token) switch
            {
                null => (Outcome.BadToken, AuthError.RefreshBadToken),
                { User.IsVerified: false } when options.Value.RequiresVerification =>
                    (Outcome.NotVerified, AuthError.LoginUserNotVerified),
                { UsedAt: null } unused => await RotateAsync(unused, refreshToken, strategy, Create, now, token),
                { UsedAt: { } usedAt } used when IsWithinGrace(now - usedAt) =>
                    await RepeatAsync(used, refreshToken, Create, token),
                var other => (Outcome.Reused, (Result<IssuedTokens>)Stolen(other)),
            };
            return exchanged;
        }

        IssuedTokens Create(IssuedRefreshToken found, string successor)
        {
            var accessToken = strategy.CreateToken(found.User, found.Session);
            created = (found.Session, accessToken);
            return manager.Issue(strategy, found.Session, accessToken, successor);
        }

        AuthError Stolen(IssuedRefreshToken token)
        {
            stolen = token;
            return AuthError.RefreshBadToken;
        }
    }

    private async Task<(string Outcome, Result<IssuedTokens> Result)> RotateAsync(
        IssuedRefreshToken unused, string refreshToken, ITokenStrategy strategy, Func<IssuedRefreshToken, string, IssuedTokens> create,
        DateTimeOffset now, CancellationToken cancellationToken)
    {
        var session = unused.Session;
        if (!RefreshRate.TryAdvance(session.RefreshesUntil, now, options.Value, out var refreshesUntil, out var wait))
            return (Outcome.Throttled, AuthError.RateLimited(wait));
        var successor = refreshTokens.Successor(refreshToken);
        var rotation = new RefreshRotation(
            OpaqueToken.Hash(refreshToken),
            OpaqueToken.Hash(successor),
            now,
            manager.ExpiryOf(strategy, session.CreatedAt, now),
            refreshesUntil);
        return await sessions.RotateAsync(session.Id, rotation, cancellationToken)
            ? (Outcome.Success, create(unused, successor))
            : await RepeatAsync(unused, refreshToken, create, cancellationToken);
    }

    private async Task<(string Outcome, Result<IssuedTokens> Result)> RepeatAsync(
        IssuedRefreshToken used, string refreshToken, Func<IssuedRefreshToken, string, IssuedTokens> create,
        CancellationToken cancellationToken)
    {
        // While a secret is replaced, another process may have derived the successor from another secret.
        foreach (var candidate in refreshTokens.PossibleSuccessors(refreshToken))
        {
            if (await sessions.HasRefreshTokenAsync(used.Session.Id, OpaqueToken.Hash(candidate), cancellationToken))
                return (Outcome.Success, create(used, candidate));
        }

        return (Outcome.BadToken, AuthError.RefreshBadToken);
    }

    private Task RevokeStolenAsync(IssuedRefreshToken stolen, CancellationToken cancellationToken) => unitOfWork.ExecuteAsync(
        async token =>
        {
            // Of several replays at once, one revokes the session and publishes the event.
            var (userId, sessionId) = (stolen.User.Id, stolen.Session.Id);
            if (await sessions.EndAsync(userId, sessionId, time.GetUtcNow(), token))
                await events.PublishAsync(new RefreshTokenReused(userId, sessionId), token);
        },
        cancellationToken);

    private bool IsWithinGrace(TimeSpan age) =>
        age >= -ClockTolerance && age <= TimeSpan.FromSeconds(options.Value.Sessions.RefreshGraceSeconds);
}
