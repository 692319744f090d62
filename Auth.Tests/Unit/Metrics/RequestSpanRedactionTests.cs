using System.Diagnostics;
using Auth.Api.Hosting;

namespace Auth.Tests.Unit.Metrics;

public sealed class RequestSpanRedactionTests : IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
    };

    public void Dispose() => _listener.Dispose();

    [TestCase("url.path", "/api/users/7c4fd1e2-9b3a-4c55-8f60-0a1b2c3d4e5f")]
    [TestCase("url.query", "?email=user@example.com")]
    [TestCase("client.address", "198.51.100.7")]
    [TestCase("user_agent.original", "SomebodysBrowser/1.0")]
    [TestCase("server.address", "the Host header")]
    [TestCase("http.request.method_original", "user@example.com")]
    [TestCase("of.another.version", "anything")]
    public void Attributes_that_may_contain_client_data_are_removed(string attribute, string value) =>
        Assert.That(Redacted("Microsoft.AspNetCore", attribute, value).TagObjects, Is.Empty);

    [TestCase("http.request.method", "GET")]
    [TestCase("http.route", "api/users/{id}")]
    [TestCase("error.type", "404")]
    public void Attributes_without_client_data_are_kept(string attribute, string value) =>
        Assert.That(Redacted("Microsoft.AspNetCore", attribute, value).GetTagItem(attribute), Is.EqualTo(value));

    [Test]
    public void An_error_status_is_kept_without_its_description()
    {
        var span = Redacted("Microsoft.AspNetCore", "error.type", "500");

        Assert.That((span.Status, span.StatusDescription), Is.EqualTo((ActivityStatusCode.Error, null as string)));
    }

    [Test]
    public void A_span_of_the_service_itself_is_unchanged() =>
        Assert.That(Redacted("Auth", "auth.hash.algorithm", "bcrypt").GetTagItem("auth.hash.algorithm"), Is.EqualTo("bcrypt"));

    private Activity Redacted(string sourceName, string attribute, string value)
    {
        using var source = new ActivitySource(sourceName);
        _listener.ShouldListenTo = any => ReferenceEquals(any, source);
        ActivitySource.AddActivityListener(_listener);
        using var span = source.StartActivity("a request")!;
        span.SetTag(attribute, value).SetStatus(ActivityStatusCode.Error, "user@example.com is nobody's address");
        using var redaction = new RequestSpanRedaction();
        redaction.OnEnd(span);
        return span;
    }
}
