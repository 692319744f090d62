using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Auth.Application.Backends;
using Auth.Application.Backends.Jwt;
using Auth.Application.Backends.Opaque;
using Auth.Domain;
using Auth.Domain.Credentials;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.External;

/// <summary>
/// Issues and verifies the state of external logins: a signed, single-use token that is bound to a cookie and to a route.
/// </summary>
/// <remarks>
/// The state passes through URLs. It contains only a hash of the cookie, and the code verifier and the nonce are derived from the
/// cookie. A stolen state and code are therefore useless in another browser, and nothing is stored before the callback.
/// </remarks>
public sealed class LoginStates(JwtCodec jwt, ILoginFlowRepository flows, IOptions<AuthOptions> options, TimeProvider time)
{
    private const string Audience = JwtAudiences.OAuthState;
    private const string CookieClaim = "csrftoken";
    private const string FlowClaim = "flow";
    private const string RouteClaim = "route";
    private const string ReturnClaim = "return_to";
    private const string ChallengeClaim = "code_challenge";

    private TimeSpan Lifetime => TimeSpan.FromSeconds(options.Value.ExternalLogins.StateSeconds);

    /// <summary>Issues a state with a new cookie.</summary>
    /// <param name="route">The path of the routes of the login.</param>
    /// <param name="userId">The user who links an account; null for a login.</param>
    /// <param name="returnTo">The URL to which the callback redirects, if any.</param>
    /// <param name="codeChallenge">The challenge of the client that redeems the login code, if any.</param>
    public IssuedState Issue(string route, Guid? userId, string? returnTo, string? codeChallenge)
    {
        var cookie = OpaqueToken.Create();
        var claims = new Dictionary<string, object>
        {
            [CookieClaim] = Base64Url.EncodeToString(OpaqueToken.Hash(cookie)),
            [FlowClaim] = Guid.NewGuid().ToString("D"),
            [RouteClaim] = route,
        };
        if (returnTo is not null)
            claims[ReturnClaim] = returnTo;
        if (codeChallenge is not null)
            claims[ChallengeClaim] = codeChallenge;
        var verifier = Derive(cookie, "code verifier");
        return new(
            jwt.Write(userId, Audience, Lifetime, claims),
            cookie,
            Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            Derive(cookie, "nonce"));
    }

    /// <summary>Verifies a state. It is not used by this.</summary>
    /// <param name="state">The state of the response.</param>
    /// <param name="cookie">The cookie of the request.</param>
    /// <param name="route">The path of the routes.</param>
    /// <param name="userId">The user who links an account; null for a login.</param>
    public async Task<Result<LoginFlow>> ReadAsync(string? state, string? cookie, string route, Guid? userId)
    {
        var reading = await jwt.ReadAsync(state ?? "", Audience);
        if (reading.Refusal is TokenRefusal.Expired)
            return AuthError.StateExpired;
        if (reading.Value is not { } claims || !CanonicalGuid.TryParse(claims.GetString(FlowClaim), out var id))
            return AuthError.StateDecodeError;
        if (cookie is null || !IsHash(claims.GetString(CookieClaim), cookie) || claims.GetString(RouteClaim) != route)
            return AuthError.OAuthInvalidState;
        if (claims.Subject != userId)
            return AuthError.BadRequest;
        return new LoginFlow(
            id,
            Derive(cookie, "code verifier"),
            Derive(cookie, "nonce"),
            claims.GetString(ReturnClaim),
            claims.GetString(ChallengeClaim) is { } challenge ? Base64Url.DecodeFromChars(challenge) : OpaqueToken.Hash(cookie));
    }

    /// <summary>Uses a state.</summary>
    /// <returns>False if it was used before.</returns>
    public Task<bool> TryUseAsync(LoginFlow flow, CancellationToken cancellationToken) =>
        flows.TryUseStateAsync(UsedLoginState.Create(flow.Id, time.GetUtcNow() + Lifetime), cancellationToken);

    private static bool IsHash(string? hash, string cookie) => hash is not null && CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(hash), Encoding.ASCII.GetBytes(Base64Url.EncodeToString(OpaqueToken.Hash(cookie))));

    private static string Derive(string cookie, string purpose) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(cookie), Encoding.ASCII.GetBytes(purpose)));
}

/// <summary>A new state.</summary>
/// <param name="State">The state.</param>
/// <param name="Cookie">The value of the cookie.</param>
/// <param name="CodeChallenge">The code challenge.</param>
/// <param name="Nonce">The nonce.</param>
public sealed record IssuedState(string State, string Cookie, string CodeChallenge, string Nonce);

/// <summary>An external login in progress, from a verified state.</summary>
/// <param name="Id">The id of the state.</param>
/// <param name="CodeVerifier">The code verifier.</param>
/// <param name="Nonce">The nonce.</param>
/// <param name="ReturnTo">The URL to which the callback redirects, if any.</param>
/// <param name="Binding">SHA-256 of the secret with which the client redeems a login code.</param>
public sealed record LoginFlow(Guid Id, string CodeVerifier, string Nonce, string? ReturnTo, byte[] Binding);
