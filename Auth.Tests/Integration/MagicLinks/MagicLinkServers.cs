using Auth.Tests.Integration.Backends;
using Auth.Tests.Integration.Mail;

namespace Auth.Tests.Integration.MagicLinks;

/// <summary>Servers with logins by mail, and requests to them.</summary>
internal static class MagicLinkServers
{
    public const string Path = "/api/auth/magic-link";
    public const string ReturnUrl = "https://other.example.com/login";

    /// <summary>The settings of logins by mail and of four backends.</summary>
    public static (string Name, string Value)[] Settings(params (string Name, string Value)[] others) =>
    [
        .. BackendServers.Settings().OrderBy(setting => setting.Key, StringComparer.Ordinal)
            .Select(setting => (setting.Key, setting.Value)),
        ("Auth:MagicLink:Enabled", "true"),
        ("Auth:MagicLink:Url", "https://app.example.com/login#token={token}"),
        ("Auth:MagicLink:ReturnUrls:0", ReturnUrl),
        .. others,
    ];

    public static Task<AuthServer> GetAsync(DatabaseEngine engine, params (string Name, string Value)[] others) =>
        SharedServers.GetAsync(engine, Settings(others));

    /// <summary>Requests a mail, and returns the request token.</summary>
    public static async Task<string> RequestMagicLinkAsync(this AuthServer server, string email)
    {
        using var response = await server.SendAsync(HttpMethod.Post, Path, json: new { email });
        Assert.That((int)response.StatusCode, Is.EqualTo(202), await response.Content.ReadAsStringAsync());
        return (await response.JsonAsync()).GetProperty("request_token").GetString()!;
    }

    /// <summary>Requests a mail, and returns the request token and the received mail.</summary>
    public static async Task<(string RequestToken, ReadMail Mail)> ReceiveMagicLinkAsync(this AuthServer server, string email)
    {
        var known = Mails.To(server, email).Count;
        var requestToken = await server.RequestMagicLinkAsync(email);
        await server.SendMailAsync();
        var mails = Mails.To(server, email);
        Assert.That(mails, Has.Count.EqualTo(known + 1));
        return (requestToken, mails.Single(mail => known == 0 || mail.Token.Length > 0));
    }

    /// <summary>Presents secrets at a backend.</summary>
    public static Task<HttpResponseMessage> SendMagicLinkAsync(
        this AuthServer server, string? requestToken, string? token = null, string? code = null, string backend = BackendServers.Jwt) =>
        server.SendAsync(
            HttpMethod.Post, $"/{backend}/magic-link",
            json: new Dictionary<string, string?> { ["request_token"] = requestToken, ["token"] = token, ["code"] = code }
                .Where(member => member.Value is not null).ToDictionary());

    /// <summary>Presents secrets, and returns the summary of the response.</summary>
    public static async Task<string> TryMagicLinkAsync(
        this AuthServer server, string? requestToken, string? token = null, string? code = null)
    {
        using var response = await server.SendMagicLinkAsync(requestToken, token, code);
        return await response.SummaryAsync();
    }

    /// <summary>Returns a code that is not the right one.</summary>
    public static string WrongCode(string code, int offset = 1) => $"{(int.Parse(code, null) + offset) % 1_000_000:D6}";
}
