using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Auth.Tests.Integration.Persistence;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Integration.Telemetry;

/// <summary>The telemetry that the real program exports to a collector.</summary>
public sealed class ExportTests
{
    private const string Email = "somebody@example.com";
    private const string WrongPassword = "a-wrong-password";
    private const string Forged = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJmb3JnZWQifQ.Zm9yZ2Vk";
    private const string Address = "198.51.100.7";
    private const string UserAgent = "SomebodysBrowser/1.0";

    private static readonly string[] Instruments =
    [
        "auth.logins", "auth.refreshes", "auth.registrations", "auth.tokens.issued", "auth.tokens.refused", "auth.mails",
        "auth.hash.time_in_queue", "auth.hash.duration", "auth.queue.length",
        "http.server.request.duration", "kestrel.active_connections", "dotnet.gc.collections",
    ];

    private static readonly string[] Spans =
    [
        "hash password", "send mail", "POST api/token/login", "GET api/users/me", "GET api/users/{id}", "POST api/auth/register",
    ];

    private static string _metrics = "", _traces = "";
    private static string[] _secrets = [];

    [OneTimeSetUp]
    public static async Task ExportAsync()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var file = new SqliteFile();
        await using var program = await RunningProgram.StartAsync(
            file.Folder,
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
            ("OTEL_BSP_SCHEDULE_DELAY", "200"),
            ("Auth__Proxies__0", "127.0.0.1"));

        _secrets = await UseAsync(program.Client);

        await OtlpCollector.WaitAsync(() => Instruments.All(collector.Metrics.Contains) && Spans.All(collector.Traces.Contains));
        (_metrics, _traces) = (collector.Metrics, collector.Traces);
    }

    [TestCaseSource(nameof(Instruments))]
    public void An_instrument_is_exported(string name) => Assert.That(IsIn(_metrics, name));

    [TestCaseSource(nameof(Spans))]
    public void A_span_is_exported(string name) => Assert.That(IsIn(_traces, name));

    [Test]
    public void The_service_name_is_auth() =>
        Assert.That(Regex.IsMatch(_metrics, @"service\.name.{1,8}auth\W", RegexOptions.Singleline));

    [TestCase("success")]
    [TestCase("bad_credentials")]
    public void A_login_is_exported_with_its_outcome(string outcome) => Assert.That(IsIn(_metrics, outcome));

    [TestCase("url.query")]
    [TestCase("url.path")]
    [TestCase("user_agent.original")]
    [TestCase("server.address")]
    public void An_attribute_that_may_identify_a_client_is_not_exported(string attribute) =>
        Assert.That(IsIn(_traces, attribute), Is.False);

    [Test]
    public void Health_checks_are_not_traced() => Assert.That(IsIn(_traces, "health"), Is.False);

    [Test]
    public void No_data_of_clients_is_exported() =>
        Assert.That(_secrets.Where(secret => IsIn(_metrics, secret) || IsIn(_traces, secret)), Is.Empty);

    // A constraint would write the whole export to the test log.
    private static bool IsIn(string exported, string text) => exported.Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Sends successful and failing requests.</summary>
    /// <returns>The values that must not be exported.</returns>
    private static async Task<string[]> UseAsync(HttpClient client)
    {
        client.DefaultRequestHeaders.Add("User-Agent", UserAgent);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", Address);
        using var registered = await client.PostAsJsonAsync(
            "/api/auth/register", new { email = Email, password = AuthServer.Password });
        var id = (await registered.JsonAsync()).GetProperty("id").GetString()!;
        using var refused = await PostFormAsync(client, "login", ("username", Email), ("password", WrongPassword));
        using var login = await PostFormAsync(client, "login", ("username", Email), ("password", AuthServer.Password));
        var first = await Tokens.ReadAsync(login);
        using var refresh = await PostFormAsync(
            client, "refresh", ("grant_type", "refresh_token"), ("refresh_token", first.Refresh));
        var second = await Tokens.ReadAsync(refresh);
        using var forgot = await client.PostAsJsonAsync("/api/auth/forgot-password", new { email = Email });
        using var probe = await client.GetAsync("/health/live");
        await GetAsync(client, $"/api/users/me?email={Email}&token={first.Access}", second.Access);
        await GetAsync(client, $"/api/users/{id}", second.Access);
        await GetAsync(client, $"/nowhere/{Email}", second.Access);
        await GetAsync(client, "/api/users/me", Forged);
        return
        [
            Email, Uri.EscapeDataString(Email), AuthServer.Password, WrongPassword, AuthServer.Secret, UserAgent, id, Forged,
            first.Access, first.Refresh, second.Access, second.Refresh, $"{second.SessionId}", Address,
        ];
    }

    private static async Task<HttpResponseMessage> PostFormAsync(
        HttpClient client, string action, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await client.PostAsync($"/api/token/{action}", form);
    }

    private static async Task GetAsync(HttpClient client, string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request);
    }
}
