using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Auth.Tests.Integration.Persistence;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Auth.Tests.Integration.Telemetry;

/// <summary>The service without a collector, and with one that is unavailable.</summary>
public sealed class CollectorTests
{
    [Test]
    public async Task Telemetry_is_not_registered_without_an_endpoint()
    {
        var services = (await SharedServers.SqliteAsync()).Services;

        Assert.That(
            new object?[] { services.GetService<MeterProvider>(), services.GetService<TracerProvider>() }, Is.All.Null);
    }

    [Test]
    public async Task An_unavailable_collector_does_not_affect_the_service()
    {
        using var file = new SqliteFile();
        await using var program = await RunningProgram.StartAsync(
            file.Folder,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", $"http://127.0.0.1:{ClosedPort()}"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "20"),
            ("OTEL_BSP_SCHEDULE_DELAY", "20"));

        using var registered = await program.Client.PostAsJsonAsync(
            "/api/auth/register", new { email = "user@example.com", password = AuthServer.Password });
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["username"] = "user@example.com", ["password"] = AuthServer.Password });
        using var login = await program.Client.PostAsync("/api/token/login", form);
        program.Terminate();
        var exitCode = await program.WaitForExitAsync();

        Assert.Multiple(() =>
        {
            Assert.That(
                (registered.StatusCode, login.StatusCode, exitCode), Is.EqualTo((HttpStatusCode.Created, HttpStatusCode.OK, 0)));
            Assert.That(program.Lines, Has.None.Contains("fail:").And.None.Contains("OpenTelemetry"));
        });
    }

    [TestCase("collector:4317")]
    [TestCase("a collector")]
    public async Task An_invalid_endpoint_is_refused_in_one_line(string endpoint)
    {
        using var file = new SqliteFile();

        var start = await AuthProgram.RunAsync(
            file.Folder, [("Auth__Jwt__Secret", AuthServer.Secret), ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)], "");

        Assert.Multiple(() =>
        {
            Assert.That(start.ExitCode, Is.EqualTo(78));
            Assert.That(start.Errors, Does.StartWith("OTEL_EXPORTER_OTLP_ENDPOINT is not an address").And.Not.Contain("\n   at"));
        });
    }

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
