using System.Net.Http.Headers;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth.Tests.Integration.Edge;

public sealed class ConnectionLimitsTests
{
    private const int LongestBody = 64 * 1024;
    private const string UrlEncoded = "application/x-www-form-urlencoded";
    private const string MultipartHead = "--x\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n";

    [Test]
    public async Task An_overlong_form_is_answered_with_413(
        [Values("login", "refresh", "revoke")] string route,
        [Values("", MultipartHead)] string head,
        [Values] bool isChunked)
    {
        var server = await SharedServers.SqliteAsync();
        var type = head.Length == 0 ? UrlEncoded : "multipart/form-data; boundary=x";

        using var answer = await SendAsync(server, route, (head + "password=").PadRight(LongestBody + 1, 'p'), type, isChunked);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("413 Payload Too Large"));
    }

    [Test]
    public async Task A_form_of_64_KiB_is_read()
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await SendAsync(
            server, "login", "username=nobody%40example.com&password=".PadRight(LongestBody, 'p'), UrlEncoded, isChunked: false);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("400 LOGIN_BAD_CREDENTIALS"));
    }

    [Test]
    public async Task The_longest_body_at_the_slowest_rate_takes_32_seconds()
    {
        var limits = LimitsOf(await SharedServers.SqliteAsync());

        var seconds = limits.MaxRequestBodySize / limits.MinRequestBodyDataRate!.BytesPerSecond;

        Assert.That(seconds, Is.EqualTo(32));
    }

    [Test]
    public async Task Kestrel_settings_override_the_limits()
    {
        var limits = LimitsOf(await SharedServers.SqliteAsync(
            ("Kestrel:Limits:MaxConcurrentConnections", "123"),
            ("Kestrel:Limits:RequestHeadersTimeout", "00:00:07"),
            ("Kestrel:Limits:MinRequestBodyDataRate:BytesPerSecond", "1000"),
            ("Kestrel:Limits:MinRequestBodyDataRate:GracePeriod", "00:00:03"),
            ("Kestrel:Limits:Http2:MaxStreamsPerConnection", "9")));

        Assert.Multiple(() =>
        {
            Assert.That(limits.MaxConcurrentConnections, Is.EqualTo(123));
            Assert.That(limits.RequestHeadersTimeout.TotalSeconds, Is.EqualTo(7));
            Assert.That(limits.MinRequestBodyDataRate!.BytesPerSecond, Is.EqualTo(1000));
            Assert.That(limits.MinRequestBodyDataRate.GracePeriod.TotalSeconds, Is.EqualTo(3));
            Assert.That(limits.Http2.MaxStreamsPerConnection, Is.EqualTo(9));
            Assert.That(limits.MaxRequestBodySize, Is.EqualTo(LongestBody));
        });
    }

    private static KestrelServerLimits LimitsOf(AuthServer server) =>
        server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

    private static async Task<HttpResponseMessage> SendAsync(
        AuthServer server, string route, string form, string type, bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/token/{route}");
        request.Content = new StringContent(form);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.TransferEncodingChunked = isChunked;
        return await server.Client.SendAsync(request);
    }
}
