using System.Net;
using System.Text.Json.Nodes;
using Auth.Application.Login.External;
using Auth.Infrastructure.ExternalProviders;
using Microsoft.AspNetCore.Http;

namespace Auth.Tests.Integration.ExternalLogins;

/// <summary>Discovery documents that direct requests to other hosts (server-side request forgery).</summary>
public sealed class DiscoveryAttackTests
{
    [TestCase("issuer", "https://attacker.example")]
    [TestCase("jwks_uri", "http://attacker.example/jwks")]
    [TestCase("jwks_uri", "https://169.254.169.254/latest/meta-data")]
    [TestCase("jwks_uri", "file:///etc/passwd")]
    [TestCase("token_endpoint", "http://internal.example/token")]
    [TestCase("token_endpoint", "https://10.0.0.1/token")]
    [TestCase("token_endpoint", null)]
    [TestCase("userinfo_endpoint", "gopher://127.0.0.1:6379/_FLUSHALL")]
    [TestCase("userinfo_endpoint", "https://[fd00::1]/userinfo")]
    [TestCase("authorization_endpoint", "javascript:alert(1)")]
    [TestCase("authorization_endpoint", "http://attacker.example/authorize")]
    public async Task A_discovery_document_cannot_name_other_hosts(string member, string? url)
    {
        await using var provider = await TestProvider.StartAsync();
        provider.ChangeDiscovery = discovery => discovery[member] = url;
        await using var server = await ExternalServers.StartAsync(provider);

        using var response = await server.SendAsync(HttpMethod.Get, $"{ExternalServers.Login}/authorize");

        Assert.That(await response.SummaryAsync(), Is.EqualTo("502 OAUTH_PROVIDER_ERROR"));
    }

    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("<html>")]
    [TestCase("")]
    public async Task A_malformed_discovery_document_is_refused(string document)
    {
        await using var provider = await TestProvider.StartAsync();
        provider.Responses["/.well-known/openid-configuration"] = context => context.Response.WriteAsync(document);
        await using var server = await ExternalServers.StartAsync(provider);

        using var response = await server.SendAsync(HttpMethod.Get, $"{ExternalServers.Login}/authorize");

        Assert.That(await response.SummaryAsync(), Is.EqualTo("502 OAUTH_PROVIDER_ERROR"));
    }

    [Test]
    public async Task A_provider_that_recovers_is_used_again()
    {
        await using var provider = await TestProvider.StartAsync();
        provider.ChangeDiscovery = discovery => discovery["issuer"] = "https://attacker.example";
        await using var server = await ExternalServers.StartAsync(provider);
        using var refused = await server.SendAsync(HttpMethod.Get, $"{ExternalServers.Login}/authorize");
        provider.ChangeDiscovery = _ => { };

        using var login = await server.LogInAsync(provider);

        Assert.That((int)refused.StatusCode, Is.EqualTo(502));
        Assert.That(await login.SummaryAsync(), Is.EqualTo("200"));
    }

    [Test]
    public async Task Known_keys_survive_an_outage_of_the_discovery_document()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        await server.TokenAsync(provider);
        provider.Responses["/.well-known/openid-configuration"] = context =>
            TestProvider.WriteAsync(context, new JsonObject(), 500);

        using var login = await server.LogInAsync(provider);

        Assert.That(await login.SummaryAsync(), Is.EqualTo("200"));
        Assert.That(provider.Requests.Count(path => path == "/.well-known/openid-configuration"), Is.EqualTo(1));
    }

    [TestCase("https://id.example.com/token", true)]
    [TestCase("https://accounts.example.net/token", true)]
    [TestCase("http://id.example.com/token", false)]
    [TestCase("https://localhost/token", false)]
    [TestCase("https://a.localhost/token", false)]
    [TestCase("https://127.0.0.1/token", false)]
    [TestCase("https://127.1/token", false)]
    [TestCase("https://2130706433/token", false)]
    [TestCase("https://0x7f.0.0.1/token", false)]
    [TestCase("https://[::1]/token", false)]
    [TestCase("https://[::ffff:127.0.0.1]/token", false)]
    [TestCase("https://192.168.0.1/token", false)]
    [TestCase("https://8.8.8.8/token", false)]
    [TestCase("https://user@id.example.com/token", false)]
    [TestCase("//id.example.com/token", false)]
    [TestCase("ftp://id.example.com/token", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void A_provider_on_the_internet_names_hosts_with_a_name_and_TLS_only(string? url, bool expected) =>
        Assert.That(ProviderUrl.IsAllowed(url, "https://id.example.com"), Is.EqualTo(expected));

    [TestCase("https://10.0.0.5/token", true)]
    [TestCase("https://10.0.0.6/token", false)]
    public void A_provider_with_an_address_names_its_own_address_only(string url, bool expected) =>
        Assert.That(ProviderUrl.IsAllowed(url, "https://10.0.0.5/realms/a"), Is.EqualTo(expected));

    [TestCase("127.0.0.1", false)]
    [TestCase("::1", false)]
    [TestCase("::ffff:127.0.0.1", false)]
    [TestCase("169.254.169.254", false)]
    [TestCase("fe80::1", false)]
    [TestCase("0.0.0.0", false)]
    [TestCase("10.0.0.1", true)]
    [TestCase("93.184.216.34", true)]
    public void A_name_must_not_resolve_to_this_machine_or_a_link_local_address(string address, bool expected) =>
        Assert.That(ConnectGuard.IsRemote(IPAddress.Parse(address)), Is.EqualTo(expected));
}
