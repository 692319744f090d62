using Auth.Application.Backends;
using Auth.Application.Events;
using Auth.Application.Metrics;
using Auth.Domain.Events;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Sessions;

/// <summary>Creates, refreshes and revokes sessions.</summary>
public sealed class SessionManager(
    ISessionRepository sessions,
    ITokenStrategy tokens,
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

    /// <summary>Creates a session for an authenticated user.</summary>
    /// <param name="user">The user, with the security stamp at the time of authentication.</param>
    /// <param name="client">The client.</param>
    /// <returns>
    /// The tokens. <see cref="AuthError.LoginBadCredentials"/> if the stamp has changed or the user is no longer active.
    /// </returns>
    public Task<Result<IssuedTokens>> OpenAsync(User user, ClientInfo client, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var session = Session.Open(user.Id, client.UserAgent, client.IpAddress, now, ExpiryOf(now, now));
        var refreshToken = RefreshTokenCodec.Create();
        return unitOfWork.ExecuteAsync<IssuedTokens>(
            async token =>
            {
                var hash = RefreshTokenCodec.Hash(refreshToken);
                if (!await sessions.OpenAsync(session, hash, user.SecurityStamp, options.Value.Sessions.MaxPerUser, token))
                    return AuthError.LoginBadCredentials;
                await events.PublishAsync(new LoginSucceeded(user, session.Id), token);
                return await IssueAsync(user, session, refreshToken, token);
            },
            cancellationToken);
    }

    /// <summary>Exchanges a single-use refresh token for new tokens (RFC 6749 §6).</summary>
    /// <remarks>
    /// A token that is presented again within <see cref="AuthSessionOptions.RefreshGraceSeconds"/> of its first use is exchanged for
    /// the same successor: two tabs refreshed at once, or a response was lost. Later, it is taken for stolen, and its session is
    /// revoked (RFC 9700 §4.14.2).
    /// </remarks>
    public async Task<Result<IssuedTokens>> RefreshAsync(string refreshToken, CancellationToken cancellationToken)
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
            (outcome, var exchanged) = await sessions.FindRefreshTokenAsync(RefreshTokenCodec.Hash(refreshToken), now, token) switch
            {
                null => (Outcome.BadToken, AuthError.RefreshBadToken),
                { User.IsVerified: false } when options.Value.RequiresVerification =>
                    (Outcome.NotVerified, AuthError.LoginUserNotVerified),
                { UsedAt: null } unused => await RotateAsync(unused, refreshToken, now, token),
                { UsedAt: { } usedAt } used when IsWithinGrace(now - usedAt) => await RepeatAsync(used, refreshToken, token),
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

    /// <summary>Revokes a session of a user.</summary>
    /// <returns>False if the user has no such valid session.</returns>
    public async Task<bool> EndAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken)
    {
        var ended = false;
        await unitOfWork.ExecuteAsync(
            async token =>
            {
                ended = await sessions.EndAsync(userId, sessionId, time.GetUtcNow(), token);
                if (ended)
                    await events.PublishAsync(new SessionEnded(userId, sessionId), token);
            },
            cancellationToken);
        return ended;
    }

    /// <summary>Revokes all sessions of a user except one.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="except">The session to keep; null to keep none.</param>
    public Task EndAllAsync(Guid userId, Guid? except, CancellationToken cancellationToken) => unitOfWork.ExecuteAsync(
        async token =>
        {
            var count = await sessions.EndAllAsync(userId, except, time.GetUtcNow(), token);
            if (count > 0)
                await events.PublishAsync(new SessionsEnded(userId, count), token);
        },
        cancellationToken);

    /// <summary>Revokes the session of an access or refresh token (RFC 7009). Any other text has no effect.</summary>
    public async Task RevokeAsync(string token, CancellationToken cancellationToken)
    {
        if ((await tokens.ReadTokenAsync(token, cancellationToken)).Value is { SessionId: { } sessionId, User: var user })
        {
            await EndAsync(user.Id, sessionId, cancellationToken);
            return;
        }

        var hash = RefreshTokenCodec.Hash(token);
        await unitOfWork.ExecuteAsync(
            async cancellation =>
            {
                if (await sessions.EndByRefreshTokenAsync(hash, time.GetUtcNow(), cancellation) is { } ended)
                    await events.PublishAsync(new SessionEnded(ended.UserId, ended.Id), cancellation);
            },
            cancellationToken);
    }

    private async Task<(string Outcome, Result<IssuedTokens> Result)> RotateAsync(
        IssuedRefreshToken unused, string refreshToken, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (user, session) = (unused.User, unused.Session);
        if (!RefreshRate.TryAdvance(session.RefreshesUntil, now, options.Value, out var refreshesUntil, out var wait))
            return (Outcome.Throttled, AuthError.RateLimited(wait));
        var successor = refreshTokens.Successor(refreshToken);
        var rotation = new RefreshRotation(
            RefreshTokenCodec.Hash(refreshToken),
            RefreshTokenCodec.Hash(successor),
            now,
            ExpiryOf(session.CreatedAt, now),
            refreshesUntil);
        return await sessions.RotateAsync(session.Id, rotation, cancellationToken)
            ? (Outcome.Success, await IssueAsync(user, session, successor, cancellationToken))
            : await RepeatAsync(unused, refreshToken, cancellationToken);
    }

    private async Task<(string Outcome, Result<IssuedTokens> Result)> RepeatAsync(
        IssuedRefreshToken used, string refreshToken, CancellationToken cancellationToken)
    {
        // While a secret is replaced, another process may have derived the successor from another secret.
        foreach (var candidate in refreshTokens.PossibleSuccessors(refreshToken))
        {
            if (await sessions.HasRefreshTokenAsync(used.Session.Id, RefreshTokenCodec.Hash(candidate), cancellationToken))
                return (Outcome.Success, await IssueAsync(used.User, used.Session, candidate, cancellationToken));
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

    private bool IsWithinGrace(TimeSpan age) => age >= -ClockTolerance && age <= TimeSpan.FromSeconds(options.Value.Sessions.RefreshGraceSeconds);

    private async Task<IssuedTokens> IssueAsync(
        User user, Session session, string refreshToken, CancellationToken cancellationToken)
    {
        var accessToken = await tokens.WriteTokenAsync(user, session.Id, cancellationToken);
        return new(accessToken, refreshToken, options.Value.Jwt.LifetimeSeconds);
    }

    private DateTimeOffset ExpiryOf(DateTimeOffset createdAt, DateTimeOffset now)
    {
        // A client that does not refresh keeps its access token until the token expires.
        var lifetime = options.Value.Jwt.LifetimeSeconds;
        var idle = now.AddSeconds(Math.Max(options.Value.Sessions.IdleSeconds, lifetime));
        var end = createdAt.AddSeconds(Math.Max(options.Value.Sessions.AbsoluteSeconds, lifetime));
        return idle < end ? idle : end;
    }
}
