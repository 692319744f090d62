using Auth.Tests.Integration;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Security;

/// <summary>An input field of a route.</summary>
/// <param name="Status">The status of the response to an injection text.</param>
/// <param name="Send">Sends a text in the field of an otherwise valid request.</param>
/// <param name="RefusesNul">Whether the framework itself responds with 400 to a NUL, as in paths.</param>
/// <param name="OpensSession">Whether the route ignores the field and logs the user in.</param>
internal sealed record InjectionPoint(
    int Status, Func<InjectionTarget, string, Task<HttpResponseMessage>> Send, bool RefusesNul = false, bool OpensSession = false)
{
    /// <summary>The status of the response to a text.</summary>
    public int StatusOf(string text) => RefusesNul && text.Contains('\0') ? 400 : Status;

    /// <summary>The number of sessions that one text creates.</summary>
    public int SessionsOf(string text) => OpensSession && StatusOf(text) == 200 ? 1 : 0;

    /// <summary>Every field whose text is not stored.</summary>
    public static readonly Dictionary<string, InjectionPoint> All = new()
    {
        ["login username"] = Form(400, "token/login", (_, text) => [("username", text), ("password", AuthServer.Password)]),
        ["login password"] = Form(400, "token/login", (target, text) => [("username", target.User.Email), ("password", text)]),
        ["login grant_type"] = Login(422, "grant_type"),
        ["login scope"] = Login(200, "scope"),
        ["login client_id"] = Login(200, "client_id"),
        ["login client_secret"] = Login(200, "client_secret"),
        ["login, an unknown field"] = Login(200, "other"),
        ["refresh refresh_token"] = Form(
            400, "token/refresh", (_, text) => [("grant_type", "refresh_token"), ("refresh_token", text)]),
        ["refresh grant_type"] = Form(
            422, "token/refresh", (target, text) => [("grant_type", text), ("refresh_token", target.RefreshToken)]),
        ["revoke token"] = Form(200, "token/revoke", (_, text) => [("token", text)]),
        ["revoke token_type_hint"] = Form(200, "token/revoke", (_, text) => [("token", "x"), ("token_type_hint", text)]),
        ["register email"] = Json(422, HttpMethod.Post, "auth/register", "{\"email\":TEXT,\"password\":\"correct-horse-9\"}"),
        ["register is_active"] = Json(
            422, HttpMethod.Post, "auth/register",
            "{\"email\":\"a@example.com\",\"password\":\"correct-horse-9\",\"is_active\":TEXT}"),
        ["verify token"] = Json(400, HttpMethod.Post, "auth/verify", "{\"token\":TEXT}"),
        ["request-verify-token email"] = Json(422, HttpMethod.Post, "auth/request-verify-token", "{\"email\":TEXT}"),
        ["forgot-password email"] = Json(422, HttpMethod.Post, "auth/forgot-password", "{\"email\":TEXT}"),
        ["reset-password token"] = Json(
            400, HttpMethod.Post, "auth/reset-password", "{\"token\":TEXT,\"password\":\"correct-horse-9\"}"),
        ["reset-password password"] = Json(400, HttpMethod.Post, "auth/reset-password", "{\"token\":\"x\",\"password\":TEXT}"),
        ["me email"] = Json(422, HttpMethod.Patch, "users/me", "{\"email\":TEXT,\"name\":\"x\"}"),
        ["me is_superuser"] = Json(422, HttpMethod.Patch, "users/me", "{\"is_superuser\":TEXT,\"name\":\"x\"}"),
        ["user email"] = Json(422, HttpMethod.Patch, "users/{id}", "{\"email\":TEXT,\"name\":\"x\"}"),
        ["user is_superuser"] = Json(422, HttpMethod.Patch, "users/{id}", "{\"is_superuser\":TEXT,\"name\":\"x\"}"),
        ["an unknown member"] = Json(200, HttpMethod.Patch, "users/me", "{TEXT:TEXT}"),
        ["id to read"] = Path(HttpMethod.Get, "users/TEXT"),
        ["id to change"] = Path(HttpMethod.Patch, "users/TEXT", "{\"name\":\"x\"}"),
        ["id to delete"] = Path(HttpMethod.Delete, "users/TEXT"),
        ["id to list sessions of"] = Path(HttpMethod.Get, "users/TEXT/sessions"),
        ["id to revoke sessions of"] = Path(HttpMethod.Delete, "users/TEXT/sessions"),
        ["session to revoke"] = Path(HttpMethod.Delete, "users/{id}/sessions/TEXT"),
        ["own session to revoke"] = Path(HttpMethod.Delete, "users/me/sessions/TEXT"),
        ["route"] = Path(HttpMethod.Get, "TEXT"),
        ["list email"] = Query(200, "email"),
        ["list is_active"] = Query(422, "is_active"),
        ["list limit"] = Query(422, "limit"),
        ["list cursor"] = Query(422, "cursor"),
        ["list count"] = Query(422, "count"),
        ["list, an unknown parameter"] = Query(200, "other"),
    };

    private static InjectionPoint Form(
        int status, string path, Func<InjectionTarget, string, (string Name, string Value)[]> fields) =>
        new(status, (target, text) => target.Server.SendFormAsync($"/api/{path}", fields(target, text)));

    private static InjectionPoint Login(int status, string field)
    {
        var form = Form(status, "token/login", (target, text) =>
            [("username", target.User.Email), ("password", AuthServer.Password), (field, text)]);
        return form with { OpensSession = status == 200 };
    }

    private static InjectionPoint Json(int status, HttpMethod method, string path, string body) =>
        new(status, (target, text) => target.SendAsync(
            method, path, body.Replace("TEXT", Injections.Json(text), StringComparison.Ordinal)));

    private static InjectionPoint Path(HttpMethod method, string path, string? body = null) =>
        new(404, (target, text) => target.SendAsync(
            method, path.Replace("TEXT", Uri.EscapeDataString(text), StringComparison.Ordinal), body), RefusesNul: true);

    private static InjectionPoint Query(int status, string parameter) =>
        new(status, (target, text) => target.SendAsync(HttpMethod.Get, $"users?{parameter}={Uri.EscapeDataString(text)}"));
}
