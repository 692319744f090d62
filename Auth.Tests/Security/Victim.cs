using System.Text.Json;
using Auth.Domain.Users;
using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Security;

/// <summary>A logged-in user who is the target of an attack.</summary>
internal sealed record Victim(AuthServer Server, User User, Tokens Tokens)
{
    public static async Task<Victim> CreateAsync(AuthServer server)
    {
        var user = await server.CreateUserAsync();
        return new(server, user, await server.LogInAsync(user));
    }

    /// <summary>Returns all stored data of the user as text. A failed attack does not change it.</summary>
    public async Task<string> StoredAsync() => JsonSerializer.Serialize(new
    {
        User = await Server.FindUserAsync(User),
        Sessions = await Server.SessionsOfAsync(User),
        RefreshTokens = (await Server.RefreshTokensOfAsync(User)).OrderBy(token => Convert.ToHexString(token.Hash)),
    });
}
