using System.Net;
using System.Net.Sockets;
using Auth.Tests.Integration;
using Auth.Tests.Integration.Backends;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Auth.Tests.Browser;

/// <summary>Logins with a certified OpenID provider in a real browser.</summary>
public sealed class ExternalLoginTests
{
    /// <summary>A front end on another site, with a code verifier of its own.</summary>
    private const string FrontEnd = """
        <!DOCTYPE html><title>front end</title><button id="login">log in</button><p id="user"></p>
        <script>
        const auth = 'AUTH', here = location.origin + '/';
        const encode = bytes => btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
        document.getElementById('login').onclick = async () => {
          const verifier = encode(crypto.getRandomValues(new Uint8Array(32)));
          sessionStorage.setItem('verifier', verifier);
          const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)));
          location = auth + '/api/auth/op/authorize?redirect=true&code_challenge=' + encode(hash) + '&return_to=' + encodeURIComponent(here);
        };
        const parameters = new URLSearchParams(location.search);
        if (parameters.has('code')) (async () => {
          const body = new URLSearchParams({ code: parameters.get('code'), code_verifier: sessionStorage.getItem('verifier') });
          const tokens = await (await fetch(auth + '/api/token/exchange', { method: 'POST', body })).json();
          const me = await fetch(auth + '/api/users/me', { headers: { Authorization: 'Bearer ' + tokens.access_token } });
          document.getElementById('user').textContent = (await me.json()).email;
        })();
        if (parameters.has('error')) document.getElementById('user').textContent = parameters.get('error');
        </script>
        """;

    [Test]
    public async Task A_user_logs_in_from_a_front_end_and_returns_to_it()
    {
        var (auth, port) = ($"http://127.0.0.1:{FreePort()}", FreePort());
        await using var provider = await CertifiedProvider.StartAsync($"{auth}/api/auth/op/callback");
        var page = await Chromium.OpenPageAsync(width: 900);
        await using var frontEnd = await ServeAsync(port, FrontEnd.Replace("AUTH", auth, StringComparison.Ordinal));
        await using var server = await StartAsync(
            provider, auth, ("Auth:ExternalLogins:ReturnUrls:0", $"http://localhost:{port}/"),
            ("Auth:Cors:Origins:0", $"http://localhost:{port}"));

        await page.GotoAsync($"http://localhost:{port}/");
        await page.ClickAsync("#login");
        await CertifiedProvider.LogInAsync(page, "ada");
        await page.WaitForFunctionAsync("document.getElementById('user')?.textContent !== ''");

        Assert.That(await page.TextContentAsync("#user"), Is.EqualTo("ada@example.com"));
        Assert.That(page.Url, Does.StartWith($"http://localhost:{port}/?code=").And.Not.Contain("eyJ"));
        await page.Context.CloseAsync();
    }

    [Test]
    public async Task A_user_who_cancels_at_the_provider_returns_to_the_front_end()
    {
        var (auth, port) = ($"http://127.0.0.1:{FreePort()}", FreePort());
        await using var provider = await CertifiedProvider.StartAsync($"{auth}/api/auth/op/callback");
        var page = await Chromium.OpenPageAsync(width: 900);
        await using var frontEnd = await ServeAsync(port, FrontEnd.Replace("AUTH", auth, StringComparison.Ordinal));
        await using var server = await StartAsync(provider, auth, ("Auth:ExternalLogins:ReturnUrls:0", $"http://localhost:{port}/"));

        await page.GotoAsync($"http://localhost:{port}/");
        await page.ClickAsync("#login");
        await page.ClickAsync("a[href$=abort]");
        await page.WaitForFunctionAsync("document.getElementById('user')?.textContent !== ''");

        Assert.That(await page.TextContentAsync("#user"), Is.EqualTo("access_denied"));
        await page.Context.CloseAsync();
    }

    [Test]
    public async Task A_user_logs_in_with_a_cookie_links_a_second_account_and_unlinks_it()
    {
        var auth = $"http://127.0.0.1:{FreePort()}";
        await using var provider = await CertifiedProvider.StartAsync(
            $"{auth}/api/auth/op-cookie/callback", $"{auth}/api/auth/associate/op/callback");
        var page = await Chromium.OpenPageAsync(width: 900);
        await using var server = await StartAsync(
            provider, auth, ("Auth:ExternalLogins:ReturnUrls:0", $"{auth}/swagger/index.html"), ("Auth:Swagger:Enabled", "true"));
        var returnTo = $"redirect=true&return_to={Uri.EscapeDataString($"{auth}/swagger/index.html")}";

        await page.GotoAsync($"{auth}/api/auth/op-cookie/authorize?{returnTo}");
        await CertifiedProvider.LogInAsync(page, "ada");
        await page.WaitForURLAsync("**/swagger/**");
        await CertifiedProvider.LogOutAsync(page);
        await page.GotoAsync($"{auth}/api/auth/associate/op/authorize?{returnTo}");
        await CertifiedProvider.LogInAsync(page, "grace");
        await page.WaitForURLAsync("**/swagger/**");
        var linked = await FetchAsync(page, "GET", "/api/users/me/external-logins");
        var removal = await FetchAsync(page, "DELETE", "/api/users/me/external-logins/op?account_id=grace");
        var last = await FetchAsync(page, "DELETE", "/api/users/me/external-logins/op");
        var me = await FetchAsync(page, "GET", "/api/users/me");

        Assert.Multiple(() =>
        {
            Assert.That(linked, Does.Contain("\"account_id\":\"ada\"").And.Contain("\"account_id\":\"grace\""));
            Assert.That(removal, Does.StartWith("204"));
            Assert.That(last, Does.StartWith("400").And.Contain("LAST_CREDENTIAL"));
            Assert.That(me, Does.StartWith("200").And.Contain("ada@example.com"));
        });
        await page.Context.CloseAsync();
    }

    private static Task<string> FetchAsync(Microsoft.Playwright.IPage page, string method, string path) => page.EvaluateAsync<string>(
        "async ([method, path]) => { const r = await fetch(path, { method }); return r.status + ' ' + await r.text(); }",
        new[] { method, path });

    private static Task<AuthServer> StartAsync(CertifiedProvider provider, string url, params (string Name, string Value)[] others)
    {
        const string Provider = "Auth:ExternalProviders:op";
        return AuthServer.StartAsync(settings: BackendServers.Settings(
        [
            ("urls", url),
            ("Auth:PublicUrl", url),
            ($"{Provider}:Issuer", provider.Issuer),
            ($"{Provider}:ClientId", CertifiedProvider.ClientId),
            ($"{Provider}:ClientSecret", CertifiedProvider.ClientSecret),
            ($"{Provider}:AssociatePath", "api/auth/associate/op"),
            ($"{Provider}:Mounts:0:Path", "api/auth/op"),
            ($"{Provider}:Mounts:1:Path", "api/auth/op-cookie"),
            ($"{Provider}:Mounts:1:Backend", "cookie"),
            .. others,
        ]));
    }

    private static async Task<WebApplication> ServeAsync(int port, string html)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://localhost:{port}");
        var app = builder.Build();
        app.MapGet("/", () => Results.Content(html, "text/html"));
        await app.StartAsync();
        return app;
    }

    /// <summary>Returns a free port. The provider has to know the redirect URI before the service starts.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
