using System.Diagnostics;
using Auth.Tests.OpenApi;
using Microsoft.Playwright;

namespace Auth.Tests.Browser;

/// <summary>The certified OpenID provider <c>oidc-provider</c> of npm, which accepts any login name.</summary>
internal sealed class CertifiedProvider : IAsyncDisposable
{
    public const string ClientId = "auth", ClientSecret = "secret-of-auth-at-the-provider";

    private readonly Process _process;

    private CertifiedProvider(Process process, string issuer) => (_process, Issuer) = (process, issuer);

    public string Issuer { get; }

    /// <summary>Starts the provider. Skips the test if it is not installed.</summary>
    public static async Task<CertifiedProvider> StartAsync(params string[] redirectUris)
    {
        var process = await NodeTools.StartAsync("oidc-provider.js", "oidc-provider", [ClientId, ClientSecret, .. redirectUris]);

        // Warnings would otherwise fill the pipe.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("http://", StringComparison.Ordinal))
                return new(process, line);
        }

        process.Dispose();
        throw new InvalidOperationException("The provider has stopped.");
    }

    /// <summary>Logs in on the provider's pages, and consents.</summary>
    public static async Task LogInAsync(IPage page, string name)
    {
        await page.FillAsync("input[name=login]", name);
        await page.FillAsync("input[name=password]", "any");
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("input[name=prompt][value=consent]", new() { State = WaitForSelectorState.Attached });
        await page.ClickAsync("button[type=submit]");
    }

    /// <summary>Ends the session at the provider, so that the next login asks for a name.</summary>
    public static Task LogOutAsync(IPage page) =>
        page.Context.ClearCookiesAsync(new() { NameRegex = new("^_session") });

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
