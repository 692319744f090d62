using System.Net.Http.Headers;
using Auth.Api.Edge;
using Auth.Tests.Unit.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth.Tests.Integration.Throttling;

public sealed class ProxiesTests
{
    [TestCase("203.0.113.7", ExpectedResult = "203.0.113.7")]
    [TestCase("192.0.2.66, 203.0.113.7", ExpectedResult = "203.0.113.7")]
    [TestCase("192.0.2.66, 203.0.113.7, 10.1.2.3", ExpectedResult = "203.0.113.7")]
    public async Task<string?> The_client_address_is_the_last_forwarded_one_that_is_not_a_configured_proxy(string forwarded)
    {
        var server = await SharedServers.GetAsync(
            DatabaseEngine.Sqlite, ("Auth:Proxies:0", "127.0.0.1"), ("Auth:Proxies:1", "10.0.0.0/8"));

        return await AddressOfLoginAsync(server, forwarded);
    }

    [Test]
    public async Task The_forwarded_address_of_an_unknown_proxy_is_ignored()
    {
        var server = await SharedServers.GetAsync(DatabaseEngine.Sqlite, ("Auth:Proxies:0", "10.0.0.2"));

        Assert.That(await AddressOfLoginAsync(server, "203.0.113.7"), Is.EqualTo("127.0.0.1"));
    }

    [Test]
    public async Task A_forwarded_address_without_a_configured_proxy_is_ignored_and_logged_once()
    {
        var log = new RecordedLog<UnknownProxyWarning>();
        await using var server = await AuthServer.StartAsync(
            services: services => services.AddSingleton<ILogger<UnknownProxyWarning>>(log));

        var first = await AddressOfLoginAsync(server, "203.0.113.7");
        var second = await AddressOfLoginAsync(server, "203.0.113.8");

        Assert.Multiple(() =>
        {
            Assert.That((first, second), Is.EqualTo(("127.0.0.1", "127.0.0.1")));
            Assert.That(log.Lines.Single(), Does.StartWith("Warning:").And.Contain("Auth:Proxies"));
        });
    }

    private static async Task<string?> AddressOfLoginAsync(AuthServer server, string forwarded)
    {
        var user = await server.CreateUserAsync();
        using var login = await server.LoginFromAsync(forwarded, user.Email);
        var token = (await login.JsonAsync()).GetProperty("access_token").GetString();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users/me/sessions");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var sessions = await server.Client.SendAsync(request);
        return (await sessions.JsonAsync())[0].GetProperty("ip").GetString();
    }
}
