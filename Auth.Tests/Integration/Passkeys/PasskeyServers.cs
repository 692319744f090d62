using System.Text.Json;
using System.Text.Json.Nodes;
using Auth.Domain.Credentials;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Integration.Backends;
using Auth.Tests.Integration.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Passkeys;

/// <summary>Servers with passkeys, and requests to them.</summary>
internal static class PasskeyServers
{
    public const string Passkeys = "/api/users/me/passkeys";

    /// <summary>The settings of passkeys and of four backends.</summary>
    public static (string Name, string Value)[] Settings(params (string Name, string Value)[] others) =>
    [
        .. BackendServers.Settings().OrderBy(setting => setting.Key, StringComparer.Ordinal)
            .Select(setting => (setting.Key, setting.Value)),
        ("Auth:Passkeys:RelyingPartyId", SoftwareAuthenticator.RelyingParty),
        ("Auth:Passkeys:Origins:0", SoftwareAuthenticator.Origin),
        .. others,
    ];

    public static Task<AuthServer> GetAsync(DatabaseEngine engine, params (string Name, string Value)[] others) =>
        SharedServers.GetAsync(engine, Settings(others));

    /// <summary>Starts a server with the given clock.</summary>
    public static Task<AuthServer> StartAsync(
        DatabaseEngine engine, TimeProvider clock, params (string Name, string Value)[] others) => AuthServer.StartAsync(
            engine, Settings(others).ToDictionary(setting => setting.Name, setting => setting.Value),
            services => services.AddSingleton(clock));

    /// <summary>Returns the options with which a signed-in user adds a passkey.</summary>
    public static async Task<JsonElement> CreationOptionsAsync(this AuthServer server, string token)
    {
        using var response = await server.SendAsync(HttpMethod.Post, Passkeys + "/options", token);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>Adds the passkey of an authenticator, and returns its id.</summary>
    public static async Task<string> AddPasskeyAsync(this AuthServer server, string token, SoftwareAuthenticator authenticator)
    {
        var options = await server.CreationOptionsAsync(token);
        using var response = await server.SendAsync(
            HttpMethod.Post, Passkeys, token, new { credential = authenticator.Create(options), name = "My key" });
        Assert.That((int)response.StatusCode, Is.EqualTo(201), await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync()).GetProperty("id").GetString()!;
    }

    /// <summary>Creates a user with a passkey.</summary>
    public static async Task<PasskeyUser> CreatePasskeyUserAsync(
        this AuthServer server, SoftwareAuthenticator? authenticator = null, bool verified = true)
    {
        authenticator ??= new SoftwareAuthenticator();
        var user = await server.CreateUserAsync(verified: verified);
        var tokens = await server.LogInAsync(user);
        return new(user, authenticator, tokens, await server.AddPasskeyAsync(tokens.Access, authenticator));
    }

    /// <summary>Returns the options of a login.</summary>
    public static async Task<JsonElement> RequestOptionsAsync(
        this AuthServer server, string backend = BackendServers.Jwt, object? json = null)
    {
        using var response = await server.SendAsync(HttpMethod.Post, $"/{backend}/passkey/options", json: json);
        Assert.That((int)response.StatusCode, Is.EqualTo(200), await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    /// <summary>Sends the response of an authenticator to the login.</summary>
    public static Task<HttpResponseMessage> SendPasskeyAsync(
        this AuthServer server, JsonNode credential, string backend = BackendServers.Jwt) =>
        server.SendAsync(HttpMethod.Post, $"/{backend}/passkey", json: new { credential });

    /// <summary>Logs in with a passkey, and returns the summary of the response.</summary>
    public static async Task<string> TryPasskeyAsync(
        this AuthServer server, SoftwareAuthenticator authenticator, PasskeyForgery? forgery = null)
    {
        var options = await server.RequestOptionsAsync();
        using var response = await server.SendPasskeyAsync(authenticator.Assert(options, forgery));
        return await response.SummaryAsync();
    }

    /// <summary>Returns the stored passkeys of a user.</summary>
    public static async Task<IReadOnlyList<Passkey>> PasskeysOfAsync(this AuthServer server, User user)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Set<Passkey>()
            .AsNoTracking().Where(passkey => passkey.UserId == user.Id).ToListAsync();
    }
}

/// <summary>A user with a passkey.</summary>
internal sealed record PasskeyUser(User User, SoftwareAuthenticator Authenticator, Tokens Tokens, string Id);
