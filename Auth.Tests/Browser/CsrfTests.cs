using System.Net;
using System.Net.Sockets;
using System.Text;
using Auth.Tests.Integration;
using Microsoft.Playwright;

namespace Auth.Tests.Browser;

/// <summary>Pages of two other origins that use a user's cookie in Chromium. One origin is permitted.</summary>
public sealed class CsrfTests
{
    private const int Width = 800;

    [Test]
    public async Task A_page_of_a_permitted_origin_logs_in_changes_data_and_logs_out()
    {
        await using var site = await Site.StartAsync();
        var (page, user) = (await Chromium.OpenPageAsync(Width), await site.Server.CreateUserAsync());
        await page.GotoAsync(site.Permitted);

        var login = await site.LogInAsync(page, user.Email);
        var change = await site.CallAsync(page, "PATCH", "/api/users/me", """{"name":"Changed"}""");
        var logout = await site.CallAsync(page, "POST", "/api/cookie/logout");
        var me = await site.CallAsync(page, "GET", "/api/users/me");

        Assert.That((login, change, logout, me), Is.EqualTo((204, 200, 204, 401)));
    }

    [Test]
    public async Task A_page_of_another_origin_cannot_log_the_user_out()
    {
        await using var site = await Site.StartAsync();
        var (page, user) = (await Chromium.OpenPageAsync(Width), await site.Server.CreateUserAsync());
        await page.GotoAsync(site.Permitted);
        await site.LogInAsync(page, user.Email);

        await page.GotoAsync(site.Other);
        var refused = await SubmitAsync(page, $"{site.Service}/api/cookie/logout", []);
        await page.GotoAsync(site.Permitted);

        Assert.That(refused, Is.EqualTo(403));
        Assert.That(await site.CallAsync(page, "GET", "/api/users/me"), Is.EqualTo(200));
    }

    [Test]
    public async Task A_page_of_another_origin_cannot_log_the_user_in_to_another_account()
    {
        await using var site = await Site.StartAsync();
        var (page, attacker) = (await Chromium.OpenPageAsync(Width), await site.Server.CreateUserAsync());

        await page.GotoAsync(site.Other);
        var refused = await SubmitAsync(
            page, $"{site.Service}/api/cookie/login", [("username", attacker.Email), ("password", AuthServer.Password)]);

        Assert.That(refused, Is.EqualTo(403));
        Assert.That(await page.Context.CookiesAsync(), Is.Empty);
    }

    /// <summary>Submits a form, which requires no permission by CORS, and returns the status of the response.</summary>
    private static async Task<int> SubmitAsync(IPage page, string address, IEnumerable<(string Name, string Value)> fields)
    {
        var response = await page.RunAndWaitForResponseAsync(
            () => page.EvaluateAsync(
                """
                ([address, fields]) => {
                  document.body.append(Object.assign(document.createElement('iframe'), { name: 'response' }));
                  const form = Object.assign(document.createElement('form'), { method: 'post', action: address, target: 'response' });
                  for (const [name, value] of fields)
                    form.append(Object.assign(document.createElement('input'), { name, value }));
                  document.body.append(form);
                  form.submit();
                }
                """,
                new object[] { address, fields.Select(field => new[] { field.Name, field.Value }).ToArray() }),
            answer => answer.Url == address);
        return response.Status;
    }

    /// <summary>
    /// A service with a cookie, and two servers with an empty page. They have the same host: the browser sends the cookie with
    /// requests of their pages, because <c>SameSite</c> ignores the port.
    /// </summary>
    private sealed class Site : IAsyncDisposable
    {
        private readonly HttpListener _permitted = Listen();
        private readonly HttpListener _other = Listen();

        public AuthServer Server { get; private set; } = null!;

        public string Permitted => _permitted.Prefixes.Single();

        public string Other => _other.Prefixes.Single();

        public string Service => $"http://127.0.0.1:{Server.Client.BaseAddress!.Port}";

        public static async Task<Site> StartAsync()
        {
            var site = new Site();
            var origin = site.Permitted.TrimEnd('/');
            site.Server = await AuthServer.StartAsync(settings: new Dictionary<string, string>
            {
                ["Auth:Backends:0:Name"] = "cookie",
                ["Auth:Backends:0:Path"] = "api/cookie",
                ["Auth:Backends:0:Transport"] = "Cookie",
                ["Auth:Cors:Origins:0"] = origin,
                ["Auth:Csrf:Origins:0"] = origin,
            });
            return site;
        }

        public Task<int> LogInAsync(IPage page, string email) => CallAsync(
            page, "POST", "/api/cookie/login", $"username={Uri.EscapeDataString(email)}&password={AuthServer.Password}",
            "application/x-www-form-urlencoded");

        /// <summary>Calls the service by a script of the page, with the cookie, and returns the status.</summary>
        public Task<int> CallAsync(
            IPage page, string method, string path, string? body = null, string contentType = "application/json") =>
            page.EvaluateAsync<int>(
                """
                async ([url, method, body, type]) => {
                  const headers = body === null ? {} : { 'Content-Type': type };
                  return (await fetch(url, { method, body, headers, credentials: 'include' })).status;
                }
                """,
                new object?[] { Service + path, method, body, contentType });

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            _permitted.Close();
            _other.Close();
        }

        private static HttpListener Listen()
        {
            using var port = new TcpListener(IPAddress.Loopback, 0);
            port.Start();
            var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}/" } };
            port.Stop();
            listener.Start();
            _ = ServeAsync(listener);
            return listener;
        }

        private static async Task ServeAsync(HttpListener listener)
        {
            try
            {
                while (true)
                {
                    var context = await listener.GetContextAsync();
                    context.Response.ContentType = "text/html";
                    context.Response.Close(Encoding.UTF8.GetBytes("<!doctype html><title>A page</title>"), willBlock: false);
                }
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The listener was closed.
            }
        }
    }
}
