using System.Text;
using Auth.Domain.Users;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

/// <summary>The routes that read a body about a user.</summary>
public enum UserRoute
{
    /// <summary>Registration.</summary>
    Register,

    /// <summary>The change of oneself.</summary>
    Me,

    /// <summary>A superuser's change of somebody else.</summary>
    Other,
}

/// <summary>Sends bodies to each <see cref="UserRoute"/>.</summary>
internal static class UserRoutes
{
    /// <summary>Sends a body as it is, with all the rights that it asks for, to change a user, by default a new one.</summary>
    public static async Task<HttpResponseMessage> SendUserAsync(
        this AuthServer server, UserRoute route, byte[] body, string? contentType = "application/json", User? user = null)
    {
        if (route is UserRoute.Register)
            return await server.SendBytesAsync(HttpMethod.Post, "/api/auth/register", body, contentType);
        user ??= await server.CreateUserAsync();
        var caller = route is UserRoute.Me ? user : await server.CreateUserAsync(superuser: true);
        var path = route is UserRoute.Me ? "/api/users/me" : $"/api/users/{user.Id}";
        return await server.SendBytesAsync(HttpMethod.Patch, path, body, contentType, await server.TokenOfAsync(caller));
    }

    /// <inheritdoc cref="SendUserAsync(AuthServer, UserRoute, byte[], string?, User?)"/>
    public static Task<HttpResponseMessage> SendUserAsync(
        this AuthServer server, UserRoute route, string body, string? contentType = "application/json", User? user = null) =>
        server.SendUserAsync(route, Encoding.UTF8.GetBytes(body), contentType, user);

    /// <summary>A good body for the route, with <paramref name="members"/> (JSON, from the comma on) at its end.</summary>
    public static string GoodBody(UserRoute route, string members = "") => route is UserRoute.Register
        ? $$"""{"email":"{{AuthServer.NewEmail()}}","password":"{{AuthServer.Password}}"{{members}}}"""
        : $$"""{"password":null{{members}}}""";

    /// <summary>The status of the route when the body is good.</summary>
    public static string Success(this UserRoute route) => route is UserRoute.Register ? "201" : "200";
}
