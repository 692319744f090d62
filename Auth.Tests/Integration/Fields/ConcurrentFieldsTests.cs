using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace Auth.Tests.Integration.Fields;

/// <summary>Tests of user fields that several requests and several processes change at once.</summary>
[OnEachDatabase]
public sealed class ConcurrentFieldsTests(DatabaseEngine engine) : IDisposable
{
    private static readonly string[] Changes =
    [
        """{"company":"x"}""", """{"nickname":"ada"}""", """{"age":5}""", """{"score":2.5}""", """{"newsletter":false}""",
        """{"birthdate":"2024-02-29"}""", """{"tags":["x"]}""", """{"settings":{"a":1}}""",
    ];

    private const string Changed =
        """
        "company":"x","nickname":"ada","age":5,"score":2.5,"newsletter":false,"birthdate":"2024-02-29","tags":["x"],"settings":{"a":1},"role":"member","legacy_id":null}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task Simultaneous_updates_of_different_fields_are_all_stored()
    {
        var server = await FieldServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var token = await server.TokenOfAsync(user);

        var statuses = await Task.WhenAll(Changes.Select(change => PatchAsync(server.Client, token, change)));

        Assert.That(statuses, Is.All.EqualTo(200));
        Assert.That(await server.FieldsOfAsync(user), Is.EqualTo(Changed));
    }

    [Test]
    public async Task Two_processes_change_fields_of_a_user_at_once()
    {
        var database = await TestDatabase.NameAsync(engine, _folder.FullName);
        (string Name, string Value)[] settings = [.. database.Settings, .. FieldServers.AsEnvironment(FieldServers.Settings)];
        await using var one = await RunningProgram.StartAsync(_folder.FullName, settings);
        await using var other = await RunningProgram.StartAsync(_folder.FullName, settings);
        var email = AuthServer.NewEmail();
        using var register = await one.Client.PostAsJsonAsync(
            "/api/auth/register", new { email, password = AuthServer.Password, company = "before" });
        Assert.That((int)register.StatusCode, Is.EqualTo(201));
        var token = await other.TokenAsync(email);

        var statuses = await Task.WhenAll(Changes.Select((change, i) =>
            PatchAsync(i % 2 == 0 ? one.Client : other.Client, token, change)));

        Assert.That(statuses, Is.All.EqualTo(200));
        foreach (var process in new[] { one, other })
        {
            using var me = await process.SendAsync(HttpMethod.Get, "/api/users/me", token);
            Assert.That(FieldServers.FieldsIn(await me.JsonAsync()), Is.EqualTo(Changed));
        }
    }

    private static async Task<int> PatchAsync(HttpClient client, string token, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "/api/users/me")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
