using System.Text;
using System.Text.Json;
using Auth.Tests.Conformance;

namespace Auth.Tests.Integration.Fields;

/// <summary>Tests of hostile values of user fields, and of unknown members.</summary>
[OnEachDatabase]
public sealed class HostileFieldsTests(DatabaseEngine engine)
{
    private static readonly (string Name, string Value)[] Strict =
        [.. FieldServers.Settings, ("Auth:UserFields:Unknown", "Refuse")];

    [TestCase("""{"company":"\ud800"}""", "422 body.company string_type")]
    [TestCase("""{"tags":["\udc00"]}""", "422 body.tags.0 string_type")]
    [TestCase("""{"settings":{"\ud800":1}}""", "422 body.0 json_invalid")]
    [TestCase("""{"settings":{"a":1e999}}""", "422 body.settings finite_number")]
    [TestCase("""{"score":1e999}""", "422 body.score finite_number")]
    [TestCase("""{"score":NaN}""", "422 body.9 json_invalid")]
    [TestCase("""{"\ud800":1}""", "422 body.10 json_invalid")]
    [TestCase("""{"age":9223372036854775808}""", "422 body.age int_parsing_size")]
    [TestCase("""{"company":"\u0000\uE000"}""", "200")]
    [TestCase("""{"settings":{"\u0000":"\u0000","__proto__":{"is_superuser":true},"":1}}""", "200")]
    [TestCase("""{"__proto__":{"role":"admin"},"constructor":1}""", "200")]
    [TestCase("""{"company":"'; DROP TABLE users; --"}""", "200")]
    public async Task A_hostile_value_is_stored_unchanged_or_refused(string body, string summary)
    {
        var server = await FieldServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        using var patch = await server.SendUserAsync(UserRoute.Me, body, user: user);

        Assert.That(await patch.SummaryAsync(), Is.EqualTo(summary));
        var read = JsonElement.Parse("{" + await server.FieldsOfAsync(user));
        Assert.That(read.GetProperty("role").GetString(), Is.EqualTo("member"));
        if (summary != "200")
            return;
        foreach (var sent in JsonElement.Parse(body).EnumerateObject())
        {
            if (read.TryGetProperty(sent.Name, out var stored))
                Assert.That(JsonElement.DeepEquals(stored, sent.Value), stored.GetRawText());
        }
    }

    [Test]
    public async Task A_body_that_is_too_deep_or_too_long_is_refused()
    {
        var server = await FieldServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var token = await server.TokenOfAsync(user);
        var deep = $$"""{"settings":{{Nested(1000)}}}""";
        var deepButParsed = $$"""{"settings":{{Nested(40)}}}""";

        // Longer than the limit of 64 KiB, but not so long that the connection is closed while the client is still sending.
        var longest = Encoding.UTF8.GetBytes($$"""{"company":"{{new string('a', 70_000)}}"}""");

        using var thousand = await server.SendTextAsync(HttpMethod.Patch, "/api/users/me", deep, token: token);
        using var forty = await server.SendTextAsync(HttpMethod.Patch, "/api/users/me", deepButParsed, token: token);
        using var tooLong = await server.SendBytesAsync(HttpMethod.Patch, "/api/users/me", longest, token: token);

        Assert.Multiple(async () =>
        {
            Assert.That(await thousand.SummaryAsync(), Does.StartWith("422 body.").And.EndsWith(" json_invalid"));
            Assert.That(await forty.SummaryAsync(), Is.EqualTo("422 body.settings value_error"));
            Assert.That((int)tooLong.StatusCode, Is.EqualTo(413));
            Assert.That(await server.FieldsOfAsync(user), Is.EqualTo(FieldServers.Defaults));
        });
    }

    [Test]
    public async Task Of_two_members_with_the_same_name_the_last_one_is_stored()
    {
        var server = await FieldServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        using var patch = await server.SendUserAsync(
            UserRoute.Me, """{"age":"x","age":5,"settings":{"a":1,"b":2,"a":{"c":1,"c":3}}}""", user: user);

        Assert.That(await server.FieldsOfAsync(user), Does.Contain("\"age\":5").And.Contain("""{"a":{"c":3},"b":2}"""));
    }

    [Test]
    public async Task An_unknown_member_is_refused_if_the_settings_demand_it([Values] UserRoute route)
    {
        var server = await SharedServers.GetAsync(engine, Strict);

        using var answer = await server.SendUserAsync(
            route, UserRoutes.GoodBody(route, ""","company":"x","NICKNAME":"x","age":"x","id":1,"name":null,"is_active":true"""));

        Assert.That(await answer.SummaryAsync(), Is.EqualTo(
            "422 body.age int_parsing, body.NICKNAME extra_forbidden, body.id extra_forbidden"));
        Assert.That(await answer.DetailAsync(), Does.EndWith(
            """{"loc":["body","id"],"msg":"Extra inputs are not permitted","type":"extra_forbidden"}]"""));
    }

    [Test]
    public async Task A_known_member_that_cannot_be_written_is_not_unknown([Values] UserRoute route)
    {
        var server = await SharedServers.GetAsync(engine, Strict);

        using var answer = await server.SendUserAsync(route, UserRoutes.GoodBody(
            route, ""","company":"x","role":"x","legacy_id":5,"is_active":true,"is_superuser":false,"is_verified":true"""));

        Assert.That(await answer.SummaryAsync(), Is.EqualTo(route.Success()));
    }

    [Test]
    public async Task At_most_100_unknown_members_are_reported()
    {
        var server = await SharedServers.GetAsync(engine, ("Auth:UserFields:Unknown", "Refuse"));
        var members = string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"x{i}\":{i}"));

        using var answer = await server.SendUserAsync(UserRoute.Me, $"{{{members}}}");

        Assert.That(await answer.ProblemsAsync(), Has.Count.EqualTo(100).And.All.EndsWith("extra_forbidden"));
    }

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
}
