using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Auth.Tests.Integration.ExternalLogins;

/// <summary>The URLs to which a login may return are compared exactly.</summary>
public sealed class OpenRedirectTests
{
    private const string Permitted = ExternalServers.ReturnUrl;

    private static readonly string[] Spellings =
    [
        "https://attacker.example/login?tab=1",
        "//attacker.example/login",
        "/\\attacker.example",
        "\\\\attacker.example",
        "https:attacker.example",
        "https:///attacker.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://app.example.com.attacker.example/login?tab=1",
        "https://app.example.com@attacker.example/login?tab=1",
        "https://app.example.com%40attacker.example/login?tab=1",
        "https://app.example.com:443@attacker.example/",
        "https://attacker.example/https://app.example.com/login?tab=1",
        "https://attacker.example?https://app.example.com/login?tab=1",
        "https://attacker.example#https://app.example.com/login?tab=1",
        Permitted.ToUpperInvariant(),
        Permitted + "#",
        Permitted + "/",
        Permitted + "&next=https://attacker.example",
        Permitted + "\r\nLocation: https://attacker.example",
        Permitted + "\0",
        " " + Permitted,
        Permitted + " ",
        "http" + Permitted["https".Length..],
        "https://app.example.com/login/../evil?tab=1",
        "https://app.example.com//login?tab=1",
        "https://app.example.com:8443/login?tab=1",
        "https://ap\u0440.example.com/login?tab=1",
        "https://app.example.com/login",
        "x",
    ];

    [Test]
    public async Task No_other_spelling_is_accepted()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);

        var answers = new List<string>();
        foreach (var spelling in Spellings)
        {
            using var response = await server.SendAsync(
                HttpMethod.Get, $"{ExternalServers.Login}/authorize?redirect=true&return_to={Uri.EscapeDataString(spelling)}");
            answers.Add(await response.SummaryAsync());
        }

        Assert.That(answers, Is.All.EqualTo("400 OAUTH_RETURN_URL_NOT_ALLOWED"));
    }

    [Test]
    public async Task A_changed_url_in_the_state_is_refused()
    {
        await using var provider = await TestProvider.StartAsync();
        await using var server = await ExternalServers.StartAsync(provider);
        var flow = await server.BeginAsync(query: $"?return_to={Uri.EscapeDataString(Permitted)}");
        var parts = flow.State.Split('.');
        var claims = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(parts[1]));
        var changed = claims.Replace("app.example.com", "attacker.example", StringComparison.Ordinal);
        Assert.That(changed, Is.Not.EqualTo(claims));
        var state = $"{parts[0]}.{WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(changed))}.{parts[2]}";

        using var response = await server.ReturnAsync(
            flow, provider.IssueCode(flow.Parameters), changes: ("state", state));

        Assert.That(await response.SummaryAsync(), Is.EqualTo("400 ACCESS_TOKEN_DECODE_ERROR"));
    }
}
