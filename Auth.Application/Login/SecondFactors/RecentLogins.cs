using Auth.Application.Users;
using Auth.Domain.Sessions;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.SecondFactors;

/// <summary>Decides whether the caller's login is recent and strong enough for a request.</summary>
public sealed class RecentLogins(
    ISessionRepository sessions, CurrentPasswordVerifier passwords, Caller caller, IOptions<AuthOptions> options, TimeProvider time)
{
    /// <summary>
    /// The difference that is allowed between the clocks of two processes. A login further in the future happened before the clock
    /// was set back: its age is unknown.
    /// </summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>Returns null if <c>RequireRecentLogin:Seconds</c> is 0 or the login is recent.</summary>
    public Task<AuthError?> CheckAgeAsync(CancellationToken cancellationToken) =>
        options.Value.RequireRecentLogin.Seconds is > 0 and var seconds
            ? CheckAgeAsync(seconds, cancellationToken)
            : Task.FromResult<AuthError?>(null);

    /// <summary>Returns null if the caller may change second factors: with the current password or a recent login.</summary>
    /// <param name="currentPassword">The current password, if given.</param>
    public Task<AuthError?> CheckChangeAsync(string? currentPassword, CancellationToken cancellationToken)
    {
        if (currentPassword is not null)
            return passwords.VerifyAsync(caller.User, currentPassword, caller.SessionId, cancellationToken);
        var seconds = options.Value.RequireRecentLogin.Seconds;
        return CheckAgeAsync(seconds > 0 ? seconds : RecentLoginOptions.DefaultSeconds, cancellationToken);
    }

    /// <summary>Returns null if <c>SecondFactor:Required</c> does not apply to the caller, or the session shows a second factor.</summary>
    public async Task<AuthError?> CheckSecondFactorAsync(CancellationToken cancellationToken)
    {
        var user = caller.User;
        if (!options.Value.RequiresSecondFactor(user))
            return null;
        var methods = AuthenticationMethods.Parse((await FindSessionAsync(cancellationToken))?.Methods);
        return methods.ShowSecondFactor || methods.ShowTrustedDevice ? null
            : user.HasSecondFactor ? AuthError.SecondFactorRequired
            : AuthError.SecondFactorEnrolmentRequired;
    }

    private async Task<AuthError?> CheckAgeAsync(int seconds, CancellationToken cancellationToken)
    {
        if (await FindSessionAsync(cancellationToken) is not { } session)
            return AuthError.RecentLoginRequired;
        var age = time.GetUtcNow() - session.AuthenticatedAt;
        return age >= -ClockTolerance && age <= TimeSpan.FromSeconds(seconds) ? null : AuthError.RecentLoginRequired;
    }

    private async Task<Session?> FindSessionAsync(CancellationToken cancellationToken) => caller.SessionId is { } id
        ? await sessions.FindAsync(caller.User.Id, id, time.GetUtcNow(), cancellationToken)
        : null;
}
