using System.Text.Json;
using Auth.Tests.Integration;
using Auth.Tests.Integration.Passkeys;
using Microsoft.Playwright;

namespace Auth.Tests.Browser;

/// <summary>Passkeys in Chromium with the virtual authenticator of the DevTools protocol.</summary>
public sealed class PasskeyTests
{
    private const string Page = """
        <!DOCTYPE html><title>front end</title>
        <script>
        const send = async (method, path, body, token) => {
          const headers = { 'Content-Type': 'application/json' };
          if (token) headers.Authorization = 'Bearer ' + token;
          const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
          const text = await response.text();
          return { status: response.status, json: text ? JSON.parse(text) : null };
        };
        const login = async (email, password) => (await fetch('/api/token/login', {
          method: 'POST', body: new URLSearchParams({ username: email, password }) })).json();
        const create = async token => {
          const options = (await send('POST', '/api/users/me/passkeys/options', {}, token)).json;
          const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
          const credential = (await navigator.credentials.create({ publicKey })).toJSON();
          return send('POST', '/api/users/me/passkeys', { name: 'Laptop', credential }, token);
        };
        const get = async body => {
          const options = (await send('POST', '/api/token/passkey/options', body)).json;
          const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
          return (await navigator.credentials.get({ publicKey })).toJSON();
        };
        const passkeyLogin = async () => send('POST', '/api/token/passkey', { credential: await get({}) });
        const secondFactor = async token => send(
          'POST', '/api/token/second-factor', { token, method: 'passkey', code: JSON.stringify(await get({ token })) });
        </script>
        """;

    [Test]
    public async Task A_user_adds_a_passkey_logs_in_with_it_uses_it_as_second_factor_and_removes_it()
    {
        var server = await PasskeyServers.GetAsync(DatabaseEngine.Sqlite, ("Auth:Passkeys:RequiredAfterPassword", "true"));
        var user = await server.CreateUserAsync();
        await using var browser = await VirtualBrowser.StartAsync(server);

        var first = await browser.CallAsync($"login('{user.Email}', '{AuthServer.Password}')");
        var token = first.GetProperty("access_token").GetString();
        var added = await browser.CallAsync($"create('{token}')");
        var login = await browser.CallAsync("passkeyLogin()");
        var missing = await browser.CallAsync($"login('{user.Email}', '{AuthServer.Password}')");
        var completed = await browser.CallAsync($"secondFactor('{missing.GetProperty("detail").GetProperty("token").GetString()}')");
        var recent = login.GetProperty("json").GetProperty("access_token").GetString();
        var id = added.GetProperty("json").GetProperty("id").GetString();
        var removed = await browser.CallAsync($"send('DELETE', '/api/users/me/passkeys/{id}', null, '{recent}')");
        var after = await browser.CallAsync("passkeyLogin()");

        Assert.That(
            new[] { added, login, completed, removed, after }.Select(response => response.GetProperty("status").GetInt32()),
            Is.EqualTo([201, 200, 200, 204, 400]));
        Assert.That(
            added.GetProperty("json").GetProperty("transports").EnumerateArray().Select(transport => transport.GetString()),
            Is.EqualTo(["internal"]));
    }

    [Test]
    public async Task An_authenticator_adds_one_passkey_only()
    {
        var server = await PasskeyServers.GetAsync(DatabaseEngine.Sqlite);
        var user = await server.CreateUserAsync();
        await using var browser = await VirtualBrowser.StartAsync(server);
        var login = await browser.CallAsync($"login('{user.Email}', '{AuthServer.Password}')");
        var token = login.GetProperty("access_token").GetString();
        await browser.CallAsync($"create('{token}')");

        var error = await browser.CallAsync($"create('{token}').then(() => 'added', error => error.name)");

        Assert.That(error.GetString(), Is.EqualTo("InvalidStateError"));
    }

    [Test]
    public async Task A_page_of_another_origin_cannot_use_a_passkey()
    {
        var server = await PasskeyServers.GetAsync(DatabaseEngine.Sqlite);
        var user = await server.CreateUserAsync();
        await using var browser = await VirtualBrowser.StartAsync(server);
        var login = await browser.CallAsync($"login('{user.Email}', '{AuthServer.Password}')");
        await browser.CallAsync($"create('{login.GetProperty("access_token").GetString()}')");

        // The browser refuses another domain, and the service another origin of the domain.
        await browser.GoToAsync("http://other.test:5000/");
        var otherDomain = await browser.CallAsync("passkeyLogin().then(() => 'used', error => error.name)");
        await browser.GoToAsync("http://localhost:5001/");
        var otherPort = await browser.CallAsync("passkeyLogin()");

        Assert.That(otherDomain.GetString(), Is.Not.EqualTo("used"));
        Assert.That(otherPort.GetProperty("json").GetProperty("detail").GetString(), Is.EqualTo("LOGIN_BAD_CREDENTIALS"));
    }

    /// <summary>A browser with an authenticator that verifies the user, and pages whose requests are forwarded to a server.</summary>
    private sealed class VirtualBrowser(IPage page) : IAsyncDisposable
    {
        public static async Task<VirtualBrowser> StartAsync(AuthServer server)
        {
            var page = await Chromium.OpenPageAsync(width: 900);
            await page.RouteAsync("**/*", async route =>
            {
                var url = new Uri(route.Request.Url);
                if (url.AbsolutePath == "/")
                {
                    await route.FulfillAsync(new() { ContentType = "text/html", Body = Page });
                    return;
                }

                var response = await route.FetchAsync(new() { Url = new Uri(server.Client.BaseAddress!, url.PathAndQuery).ToString() });
                await route.FulfillAsync(new() { Response = response });
            });
            var devTools = await page.Context.NewCDPSessionAsync(page);
            await devTools.SendAsync("WebAuthn.enable");
            await devTools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            });
            await page.GotoAsync(SoftwareAuthenticator.Origin + "/");
            return new(page);
        }

        public async Task GoToAsync(string url) => await page.GotoAsync(url);

        /// <summary>Returns the result of an expression of the page.</summary>
        public async Task<JsonElement> CallAsync(string expression) => (await page.EvaluateAsync(expression))!.Value;

        public async ValueTask DisposeAsync() => await page.Context.CloseAsync();
    }
}
