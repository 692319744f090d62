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
        var result = await unitOfWork.ExecuteAsync(ExchangeAsync, cancellationToken);
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
                { UsedAt: null } unused => await RotateAsync(unused, refreshToken, strategy, now, token),
                { UsedAt: { } usedAt } used when IsWithinGrace(now - usedAt) =>
                    await RepeatAsync(used, refreshToken, strategy, token),
                var other => (Outcome.Reused, (Result<IssuedTokens>)Stolen(other)),
            };
            return exchanged;
        }

        AuthError Stolen(IssuedRefreshToken token)
        {
            stolen = token;
            return AuthError.RefreshBadToken;
        }
    }

    private async Task<(string Outcome, Result<IssuedTokens> Result)> RotateAsync(
        IssuedRefreshToken unused, string refreshToken, ITokenStrategy strategy, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var (user, session) = (unused.User, unused.Session);
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
            ? (Outcome.Success, await manager.IssueAsync(strategy, user, session, successor, cancellationToken))
            : await RepeatAsync(unused, refreshToken, strategy, cancellationToken);
    }

    private async Task<(string Outcome, Result<IssuedTokens> Result)> RepeatAsync(
        IssuedRefreshToken used, string refreshToken, ITokenStrategy strategy, CancellationToken cancellationToken)
    {
        var (user, session) = (used.User, used.Session);

        // While a secret is replaced, another process may have derived the successor from another secret.
        foreach (var candidate in refreshTokens.PossibleSuccessors(refreshToken))
        {
            if (await sessions.HasRefreshTokenAsync(session.Id, OpaqueToken.Hash(candidate), cancellationToken))
                return (Outcome.Success, await manager.IssueAsync(strategy, user, session, candidate, cancellationToken));
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
