using System.Text.Json;
using Auth.Domain.Users;
using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Security;

/// <summary>A user who is logged in and whom an attack is aimed at.</summary>
internal sealed record Victim(AuthServer Server, User User, Tokens Tokens)
{
    public static async Task<Victim> CreateAsync(AuthServer server)
    {
        var user = await server.CreateUserAsync();
        return new(server, user, await server.LogInAsync(user));
    }

    /// <summary>All that is stored of the user, as text: an attack that fails leaves it as it was.</summary>
    public async Task<string> StoredAsync() => JsonSerializer.Serialize(new
    {
        User = await Server.FindUserAsync(User),
        Sessions = await Server.SessionsOfAsync(User),
        RefreshTokens = (await Server.RefreshTokensOfAsync(User)).OrderBy(token => Convert.ToHexString(token.Hash)),
    });
}
