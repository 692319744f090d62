using System.Text.Json;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.Backends;
using Auth.Tests.Integration.Sessions;

namespace Auth.Tests.Integration.Fields;

/// <summary>Tests of user fields in registrations, updates and responses.</summary>
[OnEachDatabase]
public sealed class UserFieldsTests(DatabaseEngine engine)
{
    private const string Everything =
        """
        "settings":{"b":[1,null],"a":{"c":"d"}},"tags":["x","y"],"birthdate":"2024-02-29","newsletter":"off","score":"2.50","age":5.0,"nickname":"ada","company":"Lovelace \u0000\uE000😀"
        """;

    private const string EverythingRead =
        """
        "company":"Lovelace \u0000\uE000😀","nickname":"ada","age":5,"score":2.5,"newsletter":false,"birthdate":"2024-02-29","tags":["x","y"],"settings":{"b":[1,null],"a":{"c":"d"}},"role":"member","legacy_id":null}
        """;

    [Test]
    public async Task A_registration_returns_the_converted_values_in_the_declared_order()
    {
        var server = await FieldServers.GetAsync(engine);

        using var register = await server.SendUserAsync(UserRoute.Register, UserRoutes.GoodBody(UserRoute.Register, "," + Everything));

        Assert.That(await register.SummaryAsync(), Is.EqualTo("201"));
        Assert.That(Normalized(FieldServers.FieldsIn(await register.JsonAsync())), Is.EqualTo(Normalized(EverythingRead)));
    }

    [Test]
    public async Task Every_route_returns_the_same_user()
    {
        var server = await FieldServers.GetAsync(engine);
        var email = AuthServer.NewEmail();
        using var register = await server.SendTextAsync(HttpMethod.Post, "/api/auth/register",
            $$"""{"email":"{{email}}","password":"{{AuthServer.Password}}",{{Everything}}}""");
        var registered = (await register.JsonAsync()).GetRawText();
        var id = (await register.JsonAsync()).GetProperty("id").GetString();
        using var login = await server.LoginAsync(email, AuthServer.Password);
        var tokens = await Tokens.ReadAsync(login);
        var superuser = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));

        using var me = await server.SendAsync(HttpMethod.Get, "/api/users/me", tokens.Access);
        using var byId = await server.SendAsync(HttpMethod.Get, $"/api/users/{id}", superuser);
        using var list = await server.SendAsync(HttpMethod.Get, $"/api/users?email={email}", superuser);
        using var patch = await server.SendTextAsync(HttpMethod.Patch, "/api/users/me", "{}", token: tokens.Access);

        Assert.Multiple(async () =>
        {
            Assert.That((await me.JsonAsync()).GetRawText(), Is.EqualTo(registered));
            Assert.That((await byId.JsonAsync()).GetRawText(), Is.EqualTo(registered));
            Assert.That((await list.JsonAsync()).GetProperty("items")[0].GetRawText(), Is.EqualTo(registered));
            Assert.That((await patch.JsonAsync()).GetRawText(), Is.EqualTo(registered));
        });
    }

    [TestCase(BackendServers.Jwt)]
    [TestCase(BackendServers.Cookie)]
    [TestCase(BackendServers.Database)]
    public async Task Every_backend_reads_the_fields(string backend)
    {
        var server = await SharedServers.GetAsync(
            engine, [.. BackendServers.Settings(FieldServers.Settings).Select(setting => (setting.Key, setting.Value))]);
        var user = await server.CreateUserAsync();
        using var patch = await server.SendUserAsync(UserRoute.Me, "{" + Everything + "}", user: user);
        var credential = await server.CredentialAsync(backend, user);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/users/me");
        request.Headers.Add(credential.Name, credential.Value);
        using var me = await server.Client.SendAsync(request);

        Assert.That((await me.JsonAsync()).GetRawText(), Is.EqualTo((await patch.JsonAsync()).GetRawText()));
    }

    [Test]
    public async Task A_user_without_values_has_the_defaults()
    {
        var server = await FieldServers.GetAsync(engine);

        Assert.That(await server.FieldsOfAsync(await server.CreateUserAsync()), Is.EqualTo(FieldServers.Defaults));
    }

    [Test]
    public async Task A_registration_must_contain_the_required_fields()
    {
        var server = await FieldServers.GetAsync(engine);

        using var missing = await server.SendUserAsync(UserRoute.Register, """{"email":"x","age":"x"}""");
        using var isNull = await server.SendUserAsync(
            UserRoute.Register, UserRoutes.GoodBody(UserRoute.Register, ""","company":null"""));
        using var optional = await server.SendUserAsync(
            UserRoute.Register, UserRoutes.GoodBody(UserRoute.Register, ""","company":"x","age":null,"role":null"""));

        Assert.Multiple(async () =>
        {
            Assert.That(await missing.SummaryAsync(), Is.EqualTo(
                "422 body.email value_error, body.password missing, body.company missing, body.age int_parsing"));
            Assert.That(await isNull.SummaryAsync(), Is.EqualTo("422 body.company string_type"));
            Assert.That(await optional.SummaryAsync(), Is.EqualTo("201"));
        });
    }

    [Test]
    public async Task Errors_have_the_format_of_pydantic_without_the_input()
    {
        var server = await FieldServers.GetAsync(engine);

        using var answer = await server.SendUserAsync(
            UserRoute.Me, """{"nickname":"ada lovelace","birthdate":"2023-02-29","tags":["a",1,"abcdef"],"settings":[],"company":null}""");

        Assert.That(await answer.DetailAsync(), Is.EqualTo(
            """
            [{"loc":["body","company"],"msg":"Input should be a valid string","type":"string_type"},{"loc":["body","nickname"],"msg":"String should have at most 10 characters","type":"string_too_long","ctx":{"max_length":10}},{"loc":["body","birthdate"],"msg":"Input should be a valid date or datetime, day value is outside expected range","type":"date_from_datetime_parsing","ctx":{"error":"day value is outside expected range"}},{"loc":["body","tags",1],"msg":"Input should be a valid string","type":"string_type"},{"loc":["body","tags",2],"msg":"String should have at most 5 characters","type":"string_too_long","ctx":{"max_length":5}},{"loc":["body","settings"],"msg":"Input should be a valid dictionary","type":"dict_type"}]
            """));
    }

    [TestCase("{}", """ "nickname":"ada","age":5 """)]
    [TestCase("""{"age":6}""", """ "nickname":"ada","age":6 """)]
    [TestCase("""{"age":null}""", """ "nickname":"ada","age":null """)]
    [TestCase("""{"age":1,"age":7}""", """ "nickname":"ada","age":7 """)]
    [TestCase("""{"AGE":7,"Nickname":"x","name":"Another"}""", """ "nickname":"ada","age":5 """)]
    [TestCase("""{"nickname":"","score":null,"newsletter":null}""", """ "nickname":"","age":5 """)]
    public async Task An_update_changes_the_given_fields_only(string body, string expected)
    {
        var server = await FieldServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        using var before = await server.SendUserAsync(UserRoute.Me, """{"nickname":"ada","age":5,"company":"x"}""", user: user);

        using var patch = await server.SendUserAsync(UserRoute.Me, body, user: user);

        Assert.That(await patch.SummaryAsync(), Is.EqualTo("200"));
        Assert.That(FieldServers.FieldsIn(await patch.JsonAsync()), Does.StartWith($"\"company\":\"x\",{expected.Trim()},\"score\":1.5"));
        Assert.That(await server.FieldsOfAsync(user), Is.EqualTo(FieldServers.FieldsIn(await patch.JsonAsync())));
    }

    [TestCase("""{"age":6,"nickname":"ADA"}""")]
    [TestCase("""{"age":6,"name":"Another","email":"not an address"}""")]
    public async Task A_refused_update_changes_nothing(string body)
    {
        var server = await FieldServers.GetAsync(engine);
        var user = await server.CreateUserAsync();

        using var patch = await server.SendUserAsync(UserRoute.Me, body, user: user);

        Assert.That((int)patch.StatusCode, Is.EqualTo(422));
        Assert.That(await server.FieldsOfAsync(user), Is.EqualTo(FieldServers.Defaults));
    }

    [TestCase(UserRoute.Register, """ "role":"member","legacy_id":null}""")]
    [TestCase(UserRoute.Me, """ "role":"member","legacy_id":null}""")]
    [TestCase(UserRoute.Other, """ "role":"admin","legacy_id":null}""")]
    public async Task A_field_is_written_by_those_who_may_write_it_and_otherwise_ignored(UserRoute route, string expected)
    {
        var server = await FieldServers.GetAsync(engine);

        using var answer = await server.SendUserAsync(
            route, UserRoutes.GoodBody(route, ""","company":"x","role":"admin","legacy_id":[]"""));

        Assert.That(await answer.SummaryAsync(), Is.EqualTo(route.Success()));
        Assert.That((await answer.JsonAsync()).GetRawText(), Does.EndWith(expected.Trim()));
    }

    [Test]
    public async Task A_field_that_is_not_applied_is_validated_like_the_flags([Values] UserRoute route)
    {
        var server = await FieldServers.GetAsync(engine);

        using var answer = await server.SendUserAsync(route, UserRoutes.GoodBody(route, ""","company":"x","role":5"""));

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("422 body.role string_type"));
    }

    [Test]
    public async Task All_values_together_have_at_most_16_KiB()
    {
        var server = await FieldServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        var (half, whole) = (new string('a', 9_000), new string('a', 17_000));

        using var first = await server.SendUserAsync(UserRoute.Me, $$"""{"company":"{{half}}"}""", user: user);
        using var second = await server.SendUserAsync(UserRoute.Me, $$$"""{"settings":{"a":"{{{half}}}"},"age":1}""", user: user);
        using var atOnce = await server.SendUserAsync(UserRoute.Me, $$$"""{"settings":{"a":"{{{whole}}}"}}""", user: user);
        using var bySuperuser = await server.SendUserAsync(UserRoute.Other, $$$"""{"settings":{"a":"{{{half}}}"}}""", user: user);
        using var register = await server.SendUserAsync(
            UserRoute.Register, UserRoutes.GoodBody(UserRoute.Register, $$$""","company":"x","settings":{"a":"{{{whole}}}"}"""));

        Assert.Multiple(async () =>
        {
            Assert.That(await first.SummaryAsync(), Is.EqualTo("200"));
            Assert.That(await second.DetailAsync(), Is.EqualTo(
                """[{"loc":["body"],"msg":"Value error, the user fields are longer than 16384 bytes in JSON","type":"value_error"}]"""));
            Assert.That(await atOnce.SummaryAsync(), Is.EqualTo("422 body value_error"));
            Assert.That(await bySuperuser.SummaryAsync(), Is.EqualTo("422 body value_error"));
            Assert.That(await register.SummaryAsync(), Is.EqualTo("422 body value_error"));
            Assert.That(await server.FieldsOfAsync(user), Does.Contain("\"age\":null").And.Contain("\"settings\":null"));
        });
    }

    [Test]
    public async Task Values_of_fields_that_are_no_longer_declared_are_kept_and_not_shown()
    {
        await using var server = await AuthServer.StartAsync(
            engine, FieldServers.Settings.ToDictionary(setting => setting.Name, setting => setting.Value));
        var user = await server.CreateUserAsync();
        using var before = await server.SendUserAsync(
            UserRoute.Me, """{"settings":{"a":1e5,"b":"\u0000"},"age":5,"company":"x"}""", user: user);
        await using (var other = server.StartAnother(
            FieldServers.Declare("Name=age Type=Integer").ToDictionary(setting => setting.Name, setting => setting.Value)))
        {
            using var patch = await other.SendUserAsync(UserRoute.Me, """{"age":6,"company":"ignored"}""", user: user);
            Assert.That(FieldServers.FieldsIn(await patch.JsonAsync()), Is.EqualTo("\"age\":6}"));
        }

        await using (var without = server.StartAnother())
        {
            using var patch = await without.SendUserAsync(UserRoute.Me, """{"age":7,"name":"Another"}""", user: user);
            Assert.That((await patch.JsonAsync()).GetRawText(), Does.EndWith("\"is_verified\":false}"));
        }

        Assert.That(
            await server.FieldsOfAsync(user),
            Does.Contain("\"company\":\"x\"").And.Contain("\"age\":6,").And.Contain("""{"a":1e5,"b":"\u0000"}"""));
    }

    [TestCase("""{"nickname":5}""")]
    [TestCase("not JSON")]
    [TestCase("\"text\"")]
    [TestCase("")]
    public async Task Another_programs_text_in_the_column_breaks_nothing(string stored)
    {
        var server = await FieldServers.GetAsync(engine);
        var user = await server.CreateUserAsync();
        await server.UpdateUserAsync(user, changed => changed.SetFields(stored));

        var before = await server.FieldsOfAsync(user);
        using var patch = await server.SendUserAsync(UserRoute.Other, """{"age":5}""", user: user);

        Assert.That(before, Is.EqualTo(FieldServers.Defaults));
        Assert.That(await patch.SummaryAsync(), Is.EqualTo("200"));
        Assert.That(await server.FieldsOfAsync(user), Does.Contain("\"age\":5"));
    }

    private static string Normalized(string fields) => string.Join(
        ',', JsonElement.Parse("{" + fields).EnumerateObject().Select(member => $"{member.Name}={member.Value}"));
}
