using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Auth.Tests.Integration.ExternalLogins;

/// <summary>An OpenID provider whose responses a test changes.</summary>
internal sealed class TestProvider : IAsyncDisposable
{
    public const string ClientId = "client-of-auth";

    /// <summary>Contains characters that HTTP Basic has to encode (RFC 6749 §2.3.1).</summary>
    public const string ClientSecret = "secret+of/the client:100%-0123456789";

    private const string KeyId = "key-1";

    private static readonly RSA SharedKey = RSA.Create(2048);

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string Challenge, string Nonce, string RedirectUri)> _codes = new();
    private int _serial;

    private TestProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public string Issuer => _app.Urls.Single();

    /// <summary>The key that the provider publishes.</summary>
    public static SigningCredentials Key { get; } = Credentials(SharedKey, KeyId);

    /// <summary>The claims of the person who logs in.</summary>
    public JsonObject Claims { get; set; } = new()
    {
        ["sub"] = $"{Guid.NewGuid():N}",
        ["email"] = AuthServer.NewEmail(),
        ["email_verified"] = true,
    };

    /// <summary>Changes the discovery document.</summary>
    public Action<JsonObject> ChangeDiscovery { get; set; } = _ => { };

    /// <summary>Changes the claims of the id token.</summary>
    public Action<JsonObject> ChangeIdToken { get; set; } = _ => { };

    /// <summary>Signs the id token.</summary>
    public Func<JsonObject, string> Sign { get; set; } = claims => SignWith(claims, Key);

    /// <summary>Changes the response of the token endpoint.</summary>
    public Action<JsonObject> ChangeTokens { get; set; } = _ => { };

    /// <summary>Replaces the responses of paths.</summary>
    public ConcurrentDictionary<string, RequestDelegate> Responses { get; } = new();

    /// <summary>The paths of the received requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The forms that the token endpoint received.</summary>
    public ConcurrentQueue<IFormCollection> Forms { get; } = new();

    /// <summary>The number of requests to the token endpoint.</summary>
    public int TokenRequests => Requests.Count(path => path == "/token");

    public static async Task<TestProvider> StartAsync()
    {
        var provider = new TestProvider();
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>Signs claims as a JWT.</summary>
    public static string SignWith(JsonObject claims, SigningCredentials key) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(claims.ToJsonString(), key);

    public static SigningCredentials Credentials(RSA key, string keyId) =>
        new(new RsaSecurityKey(key) { KeyId = keyId }, SecurityAlgorithms.RsaSha256);

    /// <summary>Issues a code, as after the consent of the user.</summary>
    /// <param name="parameters">The parameters of the authorization URL.</param>
    public string IssueCode(IReadOnlyDictionary<string, string> parameters)
    {
        var code = $"code-{Interlocked.Increment(ref _serial)}-{Guid.NewGuid():N}";
        _codes[code] = (
            parameters.GetValueOrDefault("code_challenge", ""), parameters.GetValueOrDefault("nonce", ""), parameters["redirect_uri"]);
        return code;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue(path);
        if (Responses.TryGetValue(path, out var response))
            return response(context);
        return path switch
        {
            "/.well-known/openid-configuration" => WriteAsync(context, Discovery()),
            "/jwks" => WriteAsync(context, Keys()),
            "/token" => TokenAsync(context),
            "/userinfo" => WriteAsync(context, Claims.DeepClone()),
            _ => WriteAsync(context, new JsonObject { ["error"] = "not_found" }, StatusCodes.Status404NotFound),
        };
    }

    private JsonObject Discovery()
    {
        var discovery = new JsonObject
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = $"{Issuer}/authorize",
            ["token_endpoint"] = $"{Issuer}/token",
            ["userinfo_endpoint"] = $"{Issuer}/userinfo",
            ["jwks_uri"] = $"{Issuer}/jwks",
            ["response_types_supported"] = new JsonArray("code"),
            ["subject_types_supported"] = new JsonArray("public"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post"),
        };
        ChangeDiscovery(discovery);
        return discovery;
    }

    private static JsonObject Keys()
    {
        var key = SharedKey.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = KeyId,
                ["n"] = WebEncoders.Base64UrlEncode(key.Modulus!),
                ["e"] = WebEncoders.Base64UrlEncode(key.Exponent!),
            }),
        };
    }

    private async Task TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        Forms.Enqueue(form);
        if (!IsClient(context.Request, form))
        {
            await WriteAsync(context, new JsonObject { ["error"] = "invalid_client" }, StatusCodes.Status401Unauthorized);
            return;
        }

        var nonce = "";
        if (form["grant_type"] != "refresh_token")
        {
            var isKnown = _codes.TryRemove($"{form["code"]}", out var issued);
            var challenge = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes($"{form["code_verifier"]}")));
            if (!isKnown || issued.RedirectUri != form["redirect_uri"] || (issued.Challenge != "" && issued.Challenge != challenge))
            {
                await WriteAsync(context, new JsonObject { ["error"] = "invalid_grant" }, StatusCodes.Status400BadRequest);
                return;
            }

            nonce = issued.Nonce;
        }

        await WriteAsync(context, Tokens(nonce));
    }

    private JsonObject Tokens(string nonce)
    {
        var claims = (JsonObject)Claims.DeepClone();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        (claims["iss"], claims["aud"], claims["iat"], claims["exp"], claims["nonce"]) = (Issuer, ClientId, now, now + 600, nonce);
        ChangeIdToken(claims);
        var serial = Interlocked.Increment(ref _serial);
        var tokens = new JsonObject
        {
            ["access_token"] = $"access-{serial}",
            ["token_type"] = "Bearer",
            ["expires_in"] = 3600,
            ["refresh_token"] = $"refresh-{serial}",
            ["id_token"] = Sign(claims),
        };
        ChangeTokens(tokens);
        return tokens;
    }

    private static bool IsClient(HttpRequest request, IFormCollection form)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var basic))
            return form["client_id"] == ClientId && form["client_secret"] == ClientSecret;
        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(basic.Parameter!)).Split(':');
        return parts.Select(part => Uri.UnescapeDataString(part.Replace('+', ' '))).SequenceEqual([ClientId, ClientSecret]);
    }

    public static Task WriteAsync(HttpContext context, JsonNode? body, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body?.ToJsonString() ?? "null");
    }
}
