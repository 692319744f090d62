using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Auth.Application.Backends.Jwt;
using Auth.Domain;
using Auth.Domain.Credentials;
using Auth.Domain.Sessions;
using Auth.Domain.Users;

namespace Auth.Application.Login.SecondFactors;

/// <summary>
/// Issues and verifies challenges: signed, single-use tokens of users who have proved the first factor of a login only.
/// </summary>
/// <remarks>
/// A challenge is valid for one backend and one client: the same user agent and, if the first request had a device token, the same
/// device. Nothing is stored before the login is complete, so that a client cannot fill the database with challenges.
/// </remarks>
public sealed class SecondFactorChallenges(
    JwtCodec jwt, ILoginFlowRepository flows, DeviceTokens devices, Caller caller, TimeProvider time)
{
    private const string Audience = JwtAudiences.SecondFactor;
    private const string IdClaim = "challenge";
    private const string BackendClaim = "backend";
    private const string ClientClaim = "client";
    private const string StampClaim = "stamp";
    private const string MethodsClaim = "methods";

    /// <summary>The lifetime of a challenge.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Issues a challenge.</summary>
    internal string Issue(AuthenticatedUser authenticated, LoginTarget target) => jwt.Write(
        authenticated.User.Id,
        Audience,
        Lifetime,
        new()
        {
            [IdClaim] = Guid.NewGuid().ToString("D"),
            [BackendClaim] = target.Backend,
            [ClientClaim] = ClientOf(authenticated.User.Email, target.DeviceToken),
            [StampClaim] = Hash(authenticated.User.SecurityStamp.ToString("N")),
            [MethodsClaim] = authenticated.Methods.ToString(),
        });

    /// <summary>Verifies a challenge. It is not used by this.</summary>
    /// <returns>Null if it is forged, expired or for another backend.</returns>
    public async Task<SecondFactorChallenge?> ReadAsync(string token, string backend)
    {
        var reading = await jwt.ReadAsync(token, Audience);
        return reading.Value is { Subject: { } userId } claims && claims.GetString(BackendClaim) == backend
            && CanonicalGuid.TryParse(claims.GetString(IdClaim), out var id)
            ? new(id, userId, claims.GetString(ClientClaim), claims.GetString(StampClaim),
                AuthenticationMethods.Parse(claims.GetString(MethodsClaim)))
            : null;
    }

    /// <summary>Returns whether a challenge is for the current state of a user, and the current client.</summary>
    public bool IsFor(SecondFactorChallenge challenge, User user, string? deviceToken) =>
        user.IsActive && user.Id == challenge.UserId && challenge.Stamp == Hash(user.SecurityStamp.ToString("N"))
        && challenge.Client == ClientOf(user.Email, deviceToken);

    /// <summary>Uses a challenge.</summary>
    /// <returns>False if it was used before, by any process.</returns>
    public Task<bool> TryUseAsync(SecondFactorChallenge challenge, CancellationToken cancellationToken) =>
        flows.TryUseStateAsync(UsedLoginState.Create(challenge.Id, time.GetUtcNow() + Lifetime), cancellationToken);

    private string ClientOf(string email, string? deviceToken) =>
        Hash($"{devices.BudgetOf(email, deviceToken)}\n{caller.UserAgent}");

    private static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>A verified challenge.</summary>
/// <param name="Id">The id.</param>
/// <param name="UserId">The user who proved the first factor.</param>
/// <param name="Client">A hash of the client.</param>
/// <param name="Stamp">A hash of the user's security stamp.</param>
/// <param name="Methods">The methods of the first factor.</param>
public sealed record SecondFactorChallenge(Guid Id, Guid UserId, string? Client, string? Stamp, AuthenticationMethods Methods);
