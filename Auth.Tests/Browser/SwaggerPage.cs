using System.Collections.Concurrent;
using Auth.Tests.Integration;
using Microsoft.Playwright;

namespace Auth.Tests.Browser;

/// <summary>The page <c>/swagger</c>, driven through its controls.</summary>
internal sealed class SwaggerPage : IAsyncDisposable
{
    // Only a failing test reaches this timeout.
    private const float PatienceMilliseconds = 60_000;

    private const int PageWidth = 1000;

    private readonly IPage _page;

    // The browser raises its events on another thread than the test's.
    private readonly ConcurrentQueue<string> _troubles = [];
    private readonly ConcurrentQueue<string> _hosts = [];

    private SwaggerPage(IPage page)
    {
        _page = page;
        page.SetDefaultTimeout(PatienceMilliseconds);
        page.PageError += (_, error) => _troubles.Enqueue($"error: {error}");
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"{message.Type}: {message.Text}");
        page.RequestFailed += (_, request) => _troubles.Enqueue($"failed: {request.Url} ({request.Failure})");
        page.Response += (_, response) => Note(response.Status >= 400, $"{response.Status}: {response.Url}");
        page.Request += (_, request) => _hosts.Enqueue(new Uri(request.Url).Host);
    }

    /// <summary>The errors, warnings and failed requests of the page so far.</summary>
    public IReadOnlyList<string> Troubles => [.. _troubles];

    /// <summary>The hosts that the page sent requests to. A data URL has an empty host.</summary>
    public IReadOnlyList<string> Hosts => [.. _hosts.Distinct()];

    /// <summary>Opens the page of a server and waits until it shows the routes.</summary>
    public static async Task<SwaggerPage> OpenAsync(AuthServer server, string host = Chromium.PublicName)
    {
        var page = new SwaggerPage(await Chromium.OpenPageAsync(PageWidth));
        var address = new UriBuilder(server.Client.BaseAddress!) { Host = host, Path = "/swagger" };
        await page._page.GotoAsync(address.ToString());
        await page.Operation("GET", "/api/users/me").WaitForAsync();
        return page;
    }

    /// <summary>Logs in with the dialog <i>Authorize</i>.</summary>
    public async Task AuthorizeAsync(string email, string password)
    {
        await _page.GetByRole(AriaRole.Button, new() { Name = "Authorize", Exact = true }).ClickAsync();
        var dialog = _page.Locator(".dialog-ux");
        await dialog.GetByLabel("username:").FillAsync(email);
        await dialog.GetByLabel("password:").FillAsync(password);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Apply given OAuth2 credentials" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Remove authorization" }).WaitForAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
    }

    /// <summary>Sends a request with <i>Try it out</i>.</summary>
    /// <returns>The status and the body that the page shows.</returns>
    public async Task<(string Status, string Body)> TryAsync(string method, string path)
    {
        var operation = Operation(method, path);
        if (await operation.GetByRole(AriaRole.Button, new() { Name = "Execute" }).CountAsync() == 0)
        {
            await operation.Locator(".opblock-summary-control").ClickAsync();
            await operation.GetByRole(AriaRole.Button, new() { Name = "Try it out" }).ClickAsync();
        }

        var clear = operation.GetByRole(AriaRole.Button, new() { Name = "Clear", Exact = true });
        if (await clear.CountAsync() > 0)
            await clear.ClickAsync();
        await operation.GetByRole(AriaRole.Button, new() { Name = "Execute" }).ClickAsync();
        var answer = operation.Locator(".live-responses-table tbody tr").First;
        var status = await answer.Locator(".response-col_status").InnerTextAsync();
        var body = answer.Locator(".response-col_description .highlight-code").First;
        return (status.Split('\n')[0].Trim(), await body.CountAsync() == 0 ? "" : await body.InnerTextAsync());
    }

    /// <summary>Saves a screenshot from the top of the page to the end of a response, with the other tags collapsed.</summary>
    public async Task TakePictureAsync(string file, string method, string path, params string[] otherTags)
    {
        await ToggleAsync(otherTags);
        await _page.EvaluateAsync("scrollTo(0, 0)");
        var answer = await Operation(method, path).Locator(".live-responses-table").BoundingBoxAsync();
        await _page.ScreenshotAsync(new()
        {
            Path = file,
            FullPage = true,
            Clip = new() { Width = PageWidth, Height = answer!.Y + answer.Height },
        });
        await ToggleAsync(otherTags);
    }

    public async ValueTask DisposeAsync() => await _page.Context.CloseAsync();

    private ILocator Operation(string method, string path) =>
        _page.Locator($".opblock-{method.ToLowerInvariant()}", new() { Has = _page.Locator($"[data-path=\"{path}\"]") });

    private async Task ToggleAsync(IEnumerable<string> tags)
    {
        foreach (var tag in tags)
            await _page.Locator($".opblock-tag[data-tag={tag}] button").ClickAsync();
    }

    private void Note(bool isTrouble, string what)
    {
        if (isTrouble)
            _troubles.Enqueue(what);
    }
}
