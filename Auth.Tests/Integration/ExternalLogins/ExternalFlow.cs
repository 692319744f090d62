using System.Net.Http.Headers;
using System.Text.Json;
using Auth.Tests.Integration.Backends;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.ExternalLogins;

/// <summary>A begun login: what the browser holds.</summary>
internal sealed record ExternalFlow(IReadOnlyDictionary<string, string> Parameters, string Cookie)
{
    public string State => Parameters["state"];
}

/// <summary>Servers with the provider of the tests, and requests of a browser to them.</summary>
internal static class ExternalServers
{
    public const string Login = "/api/auth/test", Linked = "/api/auth/test-linked", Cookie = "/api/auth/test-cookie";
    public const string Associate = "/api/auth/associate/test";
    public const string ReturnUrl = "https://app.example.com/login?tab=1";

    /// <summary>Starts a server with the provider under three login routes and the route of association.</summary>
    public static Task<AuthServer> StartAsync(
        TestProvider provider, DatabaseEngine engine = DatabaseEngine.Sqlite, Action<IServiceCollection>? services = null,
        params (string Name, string Value)[] others) => AuthServer.StartAsync(engine, Settings(provider, others), services);

    /// <summary>Returns the settings of <see cref="StartAsync"/>.</summary>
    public static Dictionary<string, string> Settings(TestProvider provider, params (string Name, string Value)[] others)
    {
        const string Provider = "Auth:ExternalProviders:test";
        var settings = BackendServers.Settings();
        (string, string)[] own =
        [
            ("Auth:PublicUrl", "http://127.0.0.1:1"),
            ("Auth:ExternalLogins:ReturnUrls:0", ReturnUrl),
            ($"{Provider}:Issuer", provider.Issuer),
            ($"{Provider}:ClientId", TestProvider.ClientId),
            ($"{Provider}:ClientSecret", TestProvider.ClientSecret),
            ($"{Provider}:AssociatePath", Associate[1..]),
            ($"{Provider}:Mounts:0:Path", Login[1..]),
            ($"{Provider}:Mounts:1:Path", Linked[1..]),
            ($"{Provider}:Mounts:1:AssociateByEmail", "true"),
            ($"{Provider}:Mounts:1:IsVerifiedByDefault", "true"),
            ($"{Provider}:Mounts:2:Path", Cookie[1..]),
            ($"{Provider}:Mounts:2:Backend", "cookie"),
        ];
        foreach (var (name, value) in own.Concat(others))
            settings[name] = value;
        return settings;
    }

    /// <summary>Begins a login.</summary>
    public static async Task<ExternalFlow> BeginAsync(
        this AuthServer server, string route = Login, string query = "", string? token = null)
    {
        using var response = await server.SendAsync(HttpMethod.Get, $"{route}/authorize{query}", token);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        var url = (await response.JsonAsync()).GetProperty("authorization_url").GetString()!;
        var parameters = QueryHelpers.ParseQuery(new Uri(url).Query).ToDictionary(pair => pair.Key, pair => $"{pair.Value}");
        return new(parameters, BackendServers.Cookies(response).Single().Split(';')[0].Split('=', 2)[1]);
    }

    /// <summary>Carries the response of the provider to the callback.</summary>
    /// <param name="changes">Changed parameters; null removes one.</param>
    public static async Task<HttpResponseMessage> ReturnAsync(
        this AuthServer server, ExternalFlow flow, string? code, string route = Login, string? token = null, string? cookie = null,
        params (string Name, string? Value)[] changes)
    {
        var parameters = new Dictionary<string, string?> { ["code"] = code, ["state"] = flow.State };
        foreach (var (name, value) in changes)
            parameters[name] = value;
        var query = QueryHelpers.AddQueryString("", parameters.Where(parameter => parameter.Value is not null));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{route}/callback{query}");
        request.Headers.Add("Cookie", $"fastapiusersoauthcsrf={cookie ?? flow.Cookie}");
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await server.Client.SendAsync(request);
    }

    /// <summary>Begins and completes a login.</summary>
    public static async Task<HttpResponseMessage> LogInAsync(
        this AuthServer server, TestProvider provider, string route = Login, string query = "", string? token = null)
    {
        var flow = await server.BeginAsync(route, query, token);
        return await server.ReturnAsync(flow, provider.IssueCode(flow.Parameters), route, token);
    }

    /// <summary>Logs in at a bearer route and returns the access token.</summary>
    public static async Task<string> TokenAsync(this AuthServer server, TestProvider provider, string route = Login)
    {
        using var response = await server.LogInAsync(provider, route);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync()).GetProperty("access_token").GetString()!;
    }

    /// <summary>Returns the user of an access token.</summary>
    public static async Task<JsonElement> UserOfAsync(this AuthServer server, string token)
    {
        using var response = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);
        Assert.That((int)response.StatusCode, Is.EqualTo(200));
        return await response.JsonAsync();
    }

    /// <summary>Returns the linked accounts of the user of an access token.</summary>
    public static async Task<string[]> LinksAsync(this AuthServer server, string token)
    {
        using var response = await server.SendAsync(HttpMethod.Get, "/api/users/me/external-logins", token);
        return [.. (await response.JsonAsync()).EnumerateArray().Select(link => $"{link.GetProperty("provider")} {link.GetProperty("account_id")}")];
    }

    /// <summary>Logs in with a password and returns the access token.</summary>
    public static async Task<string> PasswordTokenAsync(this AuthServer server, Domain.Users.User user)
    {
        using var response = await server.LoginAsync(user.Email, AuthServer.Password);
        return (await response.JsonAsync()).GetProperty("access_token").GetString()!;
    }
}
