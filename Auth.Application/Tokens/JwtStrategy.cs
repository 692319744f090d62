using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Tokens;

/// <summary>Access tokens as JSON Web Tokens (RFC 7519) that every version of fastapi-users with the same secret reads and writes.</summary>
public sealed class JwtStrategy(JwtCodec jwt, IUserRepository users, IOptions<AuthOptions> options) : ITokenStrategy
{
    private const string Audience = "fastapi-users:auth";

    /// <inheritdoc/>
    public Task<string> WriteTokenAsync(User user, CancellationToken cancellationToken)
    {
        var lifetime = TimeSpan.FromSeconds(options.Value.Jwt.LifetimeSeconds);

        // fastapi-users writes the audience of access tokens as a list, and that of the others as a string.
        return Task.FromResult(jwt.Write(user.Id, new[] { Audience }, lifetime, []));
    }

    /// <inheritdoc/>
    public async Task<User?> ReadTokenAsync(string token, CancellationToken cancellationToken) =>
        await jwt.ReadAsync(token, Audience) is { Subject: { } id } ? await users.FindAsync(id, cancellationToken) : null;
}
