using System.Text.Json;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Security;

/// <summary>A server and a logged-in superuser, so that authorization never refuses a text.</summary>
internal sealed record InjectionTarget(AuthServer Server, User User, string AccessToken, string RefreshToken)
{
    public static async Task<InjectionTarget> CreateAsync(AuthServer server)
    {
        var user = await server.CreateUserAsync(superuser: true);
        var tokens = await server.LogInAsync(user);
        return new(server, user, tokens.Access, tokens.Refresh);
    }

    /// <summary>Sends a request as the user. <c>{id}</c> in the path stands for the user's id.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null)
    {
        var url = $"/api/{path.Replace("{id}", $"{User.Id}", StringComparison.Ordinal)}";
        return json is null
            ? Server.SendAsync(method, url, AccessToken)
            : Server.SendTextAsync(method, url, json, token: AccessToken);
    }

    /// <summary>Returns the stored users and the numbers of sessions, open sessions and refresh tokens.</summary>
    public async Task<(string Users, int Sessions, int Open, int RefreshTokens)> StoredAsync()
    {
        await using var scope = Server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        return (
            JsonSerializer.Serialize(await database.Users.AsNoTracking().OrderBy(user => user.Id).ToListAsync()),
            await database.Sessions.CountAsync(),
            await database.Sessions.CountAsync(session => session.EndedAt == null),
            await database.RefreshTokens.CountAsync());
    }
}
