using System.Text;
using Auth.Domain.Users;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

/// <summary>The routes that read a user from the request body.</summary>
public enum UserRoute
{
    /// <summary>Registration.</summary>
    Register,

    /// <summary>Update of the current user.</summary>
    Me,

    /// <summary>Update of another user by a superuser.</summary>
    Other,
}

/// <summary>Sends bodies to each <see cref="UserRoute"/>.</summary>
internal static class UserRoutes
{
    /// <summary>
    /// Sends a body unchanged, with the required rights, to register a user or to change a user, by default a new one.
    /// </summary>
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

    /// <summary>Returns a valid body that ends with <paramref name="members"/> (JSON, starting with a comma).</summary>
    public static string GoodBody(UserRoute route, string members = "") => route is UserRoute.Register
        ? $$"""{"email":"{{AuthServer.NewEmail()}}","password":"{{AuthServer.Password}}"{{members}}}"""
        : $$"""{"password":null{{members}}}""";

    /// <summary>Returns the status of the route for a valid body.</summary>
    public static string Success(this UserRoute route) => route is UserRoute.Register ? "201" : "200";
}
