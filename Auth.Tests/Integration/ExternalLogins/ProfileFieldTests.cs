using System.Text.Json.Nodes;

namespace Auth.Tests.Integration.ExternalLogins;

/// <summary>The name and the user fields that new users receive from the profile of a provider.</summary>
public sealed class ProfileFieldTests
{
    private static readonly (string Name, string Value)[] Fields =
    [
        ("Auth:UserFields:Fields:0:Name", "team"),
        ("Auth:UserFields:Fields:0:MaxLength", "10"),
        ("Auth:UserFields:Fields:0:WritableBy", "Nobody"),
        ("Auth:UserFields:Fields:1:Name", "level"),
        ("Auth:UserFields:Fields:1:Type", "Integer"),
        ("Auth:UserFields:Fields:2:Name", "groups"),
        ("Auth:UserFields:Fields:2:Type", "StringList"),
        ("Auth:ExternalProviders:test:MapFields:TEAM", "https://example.com/team"),
        ("Auth:ExternalProviders:test:MapFields:level", "app.level"),
        ("Auth:ExternalProviders:test:MapFields:groups", "groups"),
    ];

    // The provider has one person at a time.
    private static readonly SemaphoreSlim Gate = new(1);

    private static TestProvider? _provider;
    private static AuthServer? _server;

    private static TestProvider Provider => _provider!;

    private static AuthServer Server => _server!;

    [OneTimeSetUp]
    public static async Task StartAsync()
    {
        _provider = await TestProvider.StartAsync();
        _server = await ExternalServers.StartAsync(_provider, others: Fields);
    }

    [OneTimeTearDown]
    public static async Task StopAsync()
    {
        await Server.DisposeAsync();
        await Provider.DisposeAsync();
        Gate.Dispose();
    }

    [Test]
    public async Task A_new_user_receives_the_name_and_the_mapped_values_of_the_id_token()
    {
        var token = await LogInAsync("""{"name":" Ada Łovelace ","https://example.com/team":"core","app":{"level":"7"},"groups":["a","b"],"other":1}""");

        Assert.That(await ValuesAsync(token), Is.EqualTo("""["Ada Łovelace","core",7,["a","b"]]"""));
    }

    [TestCase("""{"name":7,"https://example.com/team":"longer than ten","app":{"level":"x"},"groups":["a",1]}""")]
    [TestCase("""{"name":"a\u0000b","https://example.com/team":["core"],"app":{"level":1.5},"groups":"a"}""")]
    [TestCase("""{"name":"a\nb","https://example.com/team":null,"app":[],"groups":{}}""")]
    [TestCase("""{"name":"  ","https://example.com/team":7,"app":{"level":{"a":1}},"groups":true}""")]
    public async Task A_value_that_does_not_fit_is_dropped_and_the_login_succeeds(string claims)
    {
        var token = await LogInAsync(claims);

        Assert.That(await ValuesAsync(token), Is.EqualTo("[null,null,null,null]"));
    }

    [TestCase(256, true)]
    [TestCase(257, false)]
    public async Task A_name_has_at_most_256_characters(int length, bool fits)
    {
        var name = string.Concat(Enumerable.Repeat("\U0001F600", length));

        var token = await LogInAsync(new JsonObject { ["name"] = name }.ToJsonString());

        Assert.That((await Server.UserOfAsync(token)).GetProperty("name").GetString(), Is.EqualTo(fits ? name : null));
    }

    [Test]
    public async Task Values_that_are_too_long_together_are_dropped()
    {
        var groups = new JsonArray([.. Enumerable.Range(0, 3000).Select(i => JsonValue.Create($"group-{i}"))]);

        var token = await LogInAsync(new JsonObject { ["name"] = "Ada", ["groups"] = groups }.ToJsonString());

        Assert.That(await ValuesAsync(token), Is.EqualTo("""["Ada",null,null,null]"""));
    }

    [Test]
    public async Task A_value_that_the_id_token_lacks_comes_from_the_profile()
    {
        var claims = """{"name":"Ada","https://example.com/team":"core","groups":["a"],"app":{"level":1}}""";

        var token = await LogInAsync(claims, idToken => (idToken["https://example.com/team"], idToken["groups"]) = (null, new JsonArray("b")));

        Assert.That(await ValuesAsync(token), Is.EqualTo("""["Ada","core",1,["b"]]"""));
    }

    [Test]
    public async Task A_later_login_changes_neither_the_name_nor_the_fields()
    {
        await LogInAsync("""{"sub":"same","name":"Ada","app":{"level":1}}""");

        var token = await LogInAsync("""{"sub":"same","name":"Bob","app":{"level":2}}""");

        Assert.That(await ValuesAsync(token), Is.EqualTo("""["Ada",null,1,null]"""));
    }

    [Test]
    public async Task An_existing_user_keeps_the_name_and_the_fields()
    {
        var user = await Server.CreateUserAsync(name: "Nick", verified: true);

        var token = await LogInAsync($$"""{"app":{"level":1},"email":"{{user.Email}}","name":"Ada"}""", route: ExternalServers.Linked);

        Assert.That(await ValuesAsync(token), Is.EqualTo("""["Nick",null,null,null]"""));
    }

    private static async Task<string> LogInAsync(
        string claims, Action<JsonObject>? changeIdToken = null, string route = ExternalServers.Login)
    {
        var all = (JsonObject)JsonNode.Parse(claims)!;
        all["sub"] ??= $"{Guid.NewGuid():N}";
        all["email"] ??= AuthServer.NewEmail();
        all["email_verified"] = true;
        await Gate.WaitAsync();
        try
        {
            (Provider.Claims, Provider.ChangeIdToken) = (all, changeIdToken ?? (_ => { }));
            return await Server.TokenAsync(Provider, route);
        }
        finally
        {
            Gate.Release();
        }
    }

    private static async Task<string> ValuesAsync(string token)
    {
        var user = await Server.UserOfAsync(token);
        return $"[{string.Join(',', new[] { "name", "team", "level", "groups" }.Select(member => user.GetProperty(member).GetRawText()))}]";
    }
}
