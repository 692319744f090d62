using Microsoft.Playwright;

namespace Auth.Tests.Browser;

/// <summary>A Chromium instance shared by all tests.</summary>
internal static class Chromium
{
    /// <summary>A host name that resolves to the loopback address and that a page treats as a public host.</summary>
    public const string PublicName = "auth.example";

    // Only a failing test reaches this timeout.
    private const float PatienceMilliseconds = 120_000;

    private const string PathVariable = "AUTH_TEST_CHROMIUM";

    private static readonly string[] UsualPaths =
    [
        "/usr/bin/chromium",
        "/usr/bin/google-chrome",
        "/usr/bin/chromium-browser",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
    ];

    private static readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> Started = new(StartAsync);

    /// <summary>Opens an empty page in a new profile. Skips the test if no browser is installed.</summary>
    /// <param name="width">The width of the viewport in pixels.</param>
    public static async Task<IPage> OpenPageAsync(int width)
    {
        if (FindPath() is null)
            Assert.Ignore($"needs Chromium: install Debian's chromium, or set {PathVariable} to its path");
        var (_, browser) = await Started.Value;
        return await browser.NewPageAsync(new BrowserNewPageOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
        });
    }

    public static async Task StopAsync()
    {
        if (!Started.IsValueCreated)
            return;
        var (playwright, browser) = await Started.Value;
        await browser.CloseAsync();
        playwright.Dispose();
    }

    private static string? FindPath() =>
        Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } path ? path : UsualPaths.FirstOrDefault(File.Exists);

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = FindPath(),
            Timeout = PatienceMilliseconds,

            // Chromium's sandbox does not start as root or in a container.
            Args = ["--no-sandbox", "--disable-gpu", $"--host-resolver-rules=MAP {PublicName} 127.0.0.1"],
        });
        return (playwright, browser);
    }
}
