using Auth.Infrastructure.Passwords;
using Auth.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Throttling;

/// <summary>A server behind a proxy, with a fixed clock and a first delay of one minute after three failures.</summary>
internal static class BrakedServer
{
    public const int MaxFailures = 3;
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(1);

    public static Task<AuthServer> StartAsync(
        DatabaseEngine engine,
        FakeTimeProvider? clock = null,
        string? connectionString = null,
        Action<IServiceCollection>? services = null)
    {
        var settings = new Dictionary<string, string>
        {
            ["Auth:Throttle:MaxFailures"] = $"{MaxFailures}",
            ["Auth:Throttle:FirstWaitSeconds"] = $"{Wait.TotalSeconds}",
            ["Auth:Proxies:0"] = "127.0.0.1",
        };
        if (connectionString is not null)
            settings["Auth:Database:ConnectionString"] = connectionString;
        return AuthServer.StartAsync(engine, settings, collection =>
        {
            collection.AddSingleton<TimeProvider>(clock ?? new FakeTimeProvider());
            services?.Invoke(collection);
        });
    }

    public static string ConnectionString(this AuthServer server) =>
        server.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.ConnectionString!;

    public static long HashesComputed(this AuthServer server) =>
        server.Services.GetRequiredService<HashingCount>().Hashes;

    /// <summary>Logs in with a client address that the proxy forwards.</summary>
    public static async Task<HttpResponseMessage> LoginFromAsync(
        this AuthServer server, string address, string email, string password = AuthServer.Password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/token/login")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["username"] = email, ["password"] = password }),
            Headers = { { "X-Forwarded-For", address } },
        };
        return await server.Client.SendAsync(request);
    }

    public static async Task FailAsync(
        this AuthServer server, string email, int times = MaxFailures, string from = "198.51.100.1")
    {
        for (var time = 0; time < times; time++)
        {
            using var login = await server.LoginFromAsync(from, email, "wrong-password");
            Assert.That((int)login.StatusCode, Is.EqualTo(400));
        }
    }
}
