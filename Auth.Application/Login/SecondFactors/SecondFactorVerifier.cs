using Auth.Application.Metrics;
using Auth.Domain.Sessions;
using Auth.Domain.Users;

namespace Auth.Application.Login.SecondFactors;

/// <summary>Verifies second factors. Guesses are throttled per account, apart from guesses at the password.</summary>
public sealed class SecondFactorVerifier(
    IEnumerable<ISecondFactor> factors, LoginThrottle throttle, Caller caller, IUnitOfWork unitOfWork, AuthMetrics metrics)
{
    /// <summary>Returns the second factors of a user.</summary>
    public async Task<IReadOnlyList<SecondFactorSummary>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        List<SecondFactorSummary> found = [];
        foreach (var factor in factors)
        {
            if (await factor.FindAsync(userId, cancellationToken) is { } summary)
                found.Add(summary);
        }

        return found;
    }

    /// <summary>Verifies a response and uses it up.</summary>
    /// <param name="user">The user.</param>
    /// <param name="response">The response.</param>
    /// <returns>
    /// The methods that the response shows, with <c>mfa</c>. <see cref="AuthError.SecondFactorBadCode"/> or
    /// <see cref="AuthError.LoginThrottled"/>.
    /// </returns>
    public async Task<Result<AuthenticationMethods>> VerifyAsync(
        User user, SecondFactorResponse response, CancellationToken cancellationToken)
    {
        if (factors.FirstOrDefault(known => known.Method == response.Method) is not { } factor)
            return AuthError.SecondFactorBadCode;
        var begun = await throttle.BeginSecondFactorAsync(user.Id, caller.IpAddress, cancellationToken);
        if (!begun.Succeeded(out var attempt, out var throttled))
        {
            metrics.CountSecondFactor(factor.Method, Outcome.Throttled);
            return throttled;
        }

        Result<AuthenticationMethods> result;
        try
        {
            result = await unitOfWork.ExecuteAsync<AuthenticationMethods>(
                async token => await factor.VerifyAsync(user, response, token) is { } shown
                    ? shown.With(AuthenticationMethods.MultipleFactors)
                    : AuthError.SecondFactorBadCode,
                cancellationToken);
        }
        catch
        {
            // The client did not learn whether the response was right.
            await throttle.RefundAsync(attempt);
            throw;
        }

        metrics.CountSecondFactor(factor.Method, result.Error is null ? Outcome.Success : Outcome.BadCredentials);
        if (result.Error is null)
            await throttle.SucceedAsync(attempt);
        return result;
    }
}
