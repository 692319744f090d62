using Auth.Domain.Sessions;

namespace Auth.Application.Login.SecondFactors;

/// <summary>Decides whether a login still requires a second factor.</summary>
public sealed class SecondFactorGate(SecondFactorVerifier verifier, SecondFactorChallenges challenges, TrustedDevices devices)
{
    /// <summary>Returns whether the proof of a user lacks a second factor. Causes no statement.</summary>
    public static bool IsMissing(AuthenticatedUser authenticated) =>
        authenticated.User is { HasSecondFactor: true, IsActive: true } && !authenticated.Methods.ShowSecondFactor;

    /// <summary>Completes a proof with a trusted device or the code of the login form.</summary>
    /// <returns>
    /// The methods of the completed proof. <see cref="AuthError.LoginSecondFactorRequired"/> with a challenge, or an error of
    /// <see cref="SecondFactorVerifier.VerifyAsync"/>.
    /// </returns>
    internal async Task<Result<AuthenticationMethods>> CompleteAsync(
        AuthenticatedUser authenticated, LoginTarget target, CancellationToken cancellationToken)
    {
        var user = authenticated.User;
        if (await devices.IsTrustedAsync(user, target.DeviceToken, cancellationToken))
            return authenticated.Methods.With(AuthenticationMethods.TrustedDevice);
        if (!string.IsNullOrEmpty(target.Otp))
        {
            var verified = await verifier.VerifyAsync(user, SecondFactorResponse.Of(target.Otp), cancellationToken);
            return verified.Succeeded(out var shown, out var error) ? authenticated.Methods.With(shown.Values) : error;
        }

        var methods = await verifier.ListAsync(user.Id, cancellationToken);
        return AuthError.LoginSecondFactorRequired(
            new(challenges.Issue(authenticated, target), [.. methods.Select(summary => summary.Method)]));
    }
}
