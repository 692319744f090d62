using Auth.Application.Users.Fields;
using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Backends.Jwt;

/// <summary>
/// Access tokens in the form of JSON Web Tokens (RFC 7519). With HS256, they are compatible with all versions of fastapi-users.
/// </summary>
public sealed class JwtStrategy(
    AuthenticationBackendOptions backend, JwtCodec jwt, IUserLookup users, UserFields fields, IOptions<AuthOptions> options,
    TimeProvider time) : ITokenStrategy
{
    private readonly string _audience = options.Value.Jwt.Audience;

    /// <inheritdoc/>
    public TimeSpan Lifetime { get; } = TimeSpan.FromSeconds(backend.LifetimeSeconds ?? options.Value.Jwt.LifetimeSeconds);

    /// <inheritdoc/>
    public CreatedAccessToken CreateToken(User user, Session session)
    {
        var claims = new Dictionary<string, object> { [JwtClaims.Session] = session.Id.ToString("D") };
        fields.AddTo(claims, user.Fields);
        var methods = AuthenticationMethods.Parse(session.Methods);
        if (user.HasSecondFactor || methods.ArePasswordless || options.Value.RequiresProof(user))
        {
            claims[JwtClaims.Methods] = methods.Values.ToArray();
            claims[JwtClaims.AuthenticationTime] = session.AuthenticatedAt.ToUnixTimeSeconds();
            claims[JwtClaims.Assurance] = methods.ShowSecondFactor ? "aal2" : "aal1";
        }

        return new(jwt.Write(user.Id, _audience, Lifetime, claims));
    }

    /// <inheritdoc/>
    public async ValueTask<TokenReading> ReadTokenAsync(string token, CancellationToken cancellationToken)
    {
        var reading = await jwt.ReadAsync(token, _audience);
        if (reading.Value is not { Subject: { } id } claims)
            return TokenReading.Refused(reading.Refusal ?? TokenRefusal.Malformed);
        var sessionId = claims.SessionId;
        if (sessionId is null && claims.HasSession)
            return TokenReading.Refused(TokenRefusal.Malformed);
        if (sessionId is null && !options.Value.Jwt.AcceptTokensWithoutSession)
            return TokenReading.Refused(TokenRefusal.WithoutSession);
        if (await users.FindAsync(id, sessionId, time.GetUtcNow(), cancellationToken) is not { } user)
            return TokenReading.Refused(sessionId is null ? TokenRefusal.UnknownUser : TokenRefusal.SessionOver);
        return sessionId is null && !claims.IsIssuedAfter(user.PasswordChangedAt)
            ? TokenReading.Refused(TokenRefusal.Outdated)
            : TokenReading.Valid(user, sessionId);
    }
}
