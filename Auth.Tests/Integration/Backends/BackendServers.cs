using System.Net.Http.Json;
using Auth.Domain.Users;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Integration.Backends;

/// <summary>Servers with the backends of the reference, and requests to them.</summary>
internal static class BackendServers
{
    public const string Jwt = "api/token", Cookie = "api/cookie", Database = "api/database", CookieDatabase = "api/cookie-database";

    private static readonly (string Name, string Transport, string Strategy, string Path, string? Cookie)[] Backends =
    [
        ("Bearer-jwt", "Bearer", "Jwt", Jwt, null),
        ("cookie", "Cookie", "Jwt", Cookie, null),
        ("database", "Bearer", "Database", Database, null),
        ("cookie-database", "Cookie", "Database", CookieDatabase, "sid"),
    ];

    /// <summary>Returns the settings of the backends.</summary>
    public static Dictionary<string, string> Settings(params (string Name, string Value)[] others)
    {
        var settings = others.ToDictionary(other => other.Name, other => other.Value);
        foreach (var (index, backend) in Backends.Index())
        {
            settings[$"Auth:Backends:{index}:Name"] = backend.Name;
            settings[$"Auth:Backends:{index}:Transport"] = backend.Transport;
            settings[$"Auth:Backends:{index}:Strategy"] = backend.Strategy;
            settings[$"Auth:Backends:{index}:Path"] = backend.Path;
            if (backend.Cookie is { } cookie)
                settings[$"Auth:Backends:{index}:Cookie:Name"] = cookie;
        }

        return settings;
    }

    /// <summary>Logs in at a backend.</summary>
    public static async Task<HttpResponseMessage> LoginAtAsync(
        this AuthServer server, string path, User user, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/" + path + "/login")
        {
            Content = new FormUrlEncodedContent(
                new Dictionary<string, string> { ["username"] = user.Email, ["password"] = AuthServer.Password }),
        };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return await server.Client.SendAsync(request);
    }

    /// <summary>Logs in at a backend, and returns the header that carries the token.</summary>
    public static async Task<(string Name, string Value)> CredentialAsync(this AuthServer server, string path, User user)
    {
        using var login = await server.LoginAtAsync(path, user);
        if (!path.Contains("cookie", StringComparison.Ordinal))
            return ("Authorization", "Bearer " + (await Tokens.ReadAsync(login)).Access);
        return ("Cookie", Cookies(login).Single(cookie => !cookie.StartsWith("auth_device", StringComparison.Ordinal)).Split(';')[0]);
    }

    /// <summary>Returns the <c>Set-Cookie</c> headers of a response.</summary>
    public static IEnumerable<string> Cookies(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [];

    /// <summary>Sends a request with headers.</summary>
    public static async Task<HttpResponseMessage> SendWithAsync(
        this AuthServer server, HttpMethod method, string path, object? json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = JsonContent.Create(json);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await server.Client.SendAsync(request);
    }

    /// <summary>Returns the status of <c>GET /api/users/me</c> with the given credentials.</summary>
    public static async Task<int> MeAsync(this AuthServer server, params (string Name, string Value)[] headers)
    {
        using var response = await server.SendWithAsync(HttpMethod.Get, "/api/users/me", null, headers);
        return (int)response.StatusCode;
    }
}
