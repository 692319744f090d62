using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class RequestBodyTests
{
    [Test]
    public async Task A_body_that_is_not_an_object_is_reported_as_one_error(
        [Values] UserRoute route,
        [Values("", "null", " null\n", "[]", "[{}]", "5", "true", "\"text\"", "\"{}\"")] string body)
    {
        var server = await SharedServers.SqliteAsync();
        var type = body.Trim() is "" or "null" ? "missing" : "model_attributes_type";

        using var answer = await server.SendUserAsync(route, body);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo($"422 body {type}"));
    }

    [Test]
    public async Task Malformed_json_is_reported_with_its_position(
        [Values] UserRoute route,
        [Values("{", "{]", "{\"email\":", "{email:1}", "{'a':1}", "{}{}", "{} x", "nul", "[1,]",
            "{\"a\":01}", "\u0000", "{\"a\":\"\n\"}")]
        string body)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendUserAsync(route, body);

        Assert.That(await answer.SummaryAsync(), Does.Match(@"^422 body\.\d+ json_invalid$"));
    }

    [TestCase(UserRoute.Register, "{}", "422 body.email missing, body.password missing")]
    [TestCase(UserRoute.Register, """{"password":"correct-horse-9"}""", "422 body.email missing")]
    [TestCase(UserRoute.Register, """{"Email":"a@example.com","PASSWORD":"correct-horse-9"}""",
        "422 body.email missing, body.password missing")]
    [TestCase(UserRoute.Register, """{"email":null,"password":null}""", "422 body.email string_type, body.password string_type")]
    [TestCase(UserRoute.Register, """{"email":"nope","password":5}""", "422 body.email value_error, body.password string_type")]
    [TestCase(UserRoute.Register,
        """{"name":5,"is_verified":{},"is_superuser":2,"is_active":"no way","password":[],"email":""}""",
        "422 body.email value_error, body.password string_type, body.is_active bool_parsing, "
        + "body.is_superuser bool_parsing, body.is_verified bool_type, body.name string_type")]
    [TestCase(UserRoute.Me, "{}", "200")]
    [TestCase(UserRoute.Me, """{"Email":5,"PASSWORD":5,"Name":5}""", "200")]
    [TestCase(UserRoute.Me, """{"password":null,"name":null,"is_active":null,"is_superuser":null,"is_verified":null}""", "200")]
    [TestCase(UserRoute.Me, """{"email":null}""", "422 body.email string_type")]
    [TestCase(UserRoute.Me,
        """{"name":{},"is_verified":[],"is_superuser":"2","is_active":-1,"email":false,"password":true}""",
        "422 body.password string_type, body.email string_type, body.is_active bool_parsing, "
        + "body.is_superuser bool_parsing, body.is_verified bool_type, body.name string_type")]
    [TestCase(UserRoute.Other, "{}", "200")]
    [TestCase(UserRoute.Other, """{"password":null,"name":null}""", "200")]
    [TestCase(UserRoute.Other,
        """{"is_verified":null,"is_superuser":null,"is_active":null,"email":null,"password":5}""",
        "422 body.password string_type, body.email string_type, body.is_active bool_type, "
        + "body.is_superuser bool_type, body.is_verified bool_type")]
    public async Task All_errors_are_reported_in_the_order_of_the_members(UserRoute route, string body, string summary)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendUserAsync(route, body);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo(summary));
    }

    [Test]
    public async Task Values_of_other_types_are_not_converted_to_strings(
        [Values] UserRoute route,
        [Values("email", "password", "name")] string member,
        [Values("12345678", "true", "[]", "[\"text\"]", "{}", "1.5")] string json)
    {
        var server = await SharedServers.SqliteAsync();
        var body = UserRoutes.GoodBody(route, $",\"{member}\":{json}");

        using var answer = await server.SendUserAsync(route, body);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo($"422 body.{member} string_type"));
    }

    [Test]
    public async Task Boolean_words_and_numbers_are_accepted(
        [Values("true", "1", "1.0", "\"1\"", "\"true\"", "\"TRUE\"", "\"t\"", "\"T\"", "\"yes\"", "\"Yes\"", "\"y\"", "\"on\"",
            "\"ON\"", "false", "0", "0.0", "\"0\"", "\"false\"", "\"False\"", "\"f\"", "\"no\"", "\"NO\"", "\"n\"", "\"N\"",
            "\"off\"", "\"oFF\"")]
        string json)
    {
        var server = await SharedServers.SqliteAsync();
        var isTrue = json.Trim('"').ToUpperInvariant() is "TRUE" or "1" or "1.0" or "T" or "YES" or "Y" or "ON";
        var user = await server.CreateUserAsync(verified: !isTrue);

        using var answer = await server.SendUserAsync(UserRoute.Other, $$"""{"is_verified":{{json}}}""", user: user);

        Assert.That((await answer.JsonAsync()).GetProperty("is_verified").GetBoolean(), Is.EqualTo(isTrue));
    }

    [Test]
    public async Task Other_values_are_not_accepted_as_booleans(
        [Values] UserRoute route,
        [Values("is_active", "is_superuser", "is_verified")] string member,
        [Values("\"\"", "\" true\"", "\"enabled\"", "\"null\"", "2", "-1", "1e3", "[]", "[true]", "{}")] string json)
    {
        var server = await SharedServers.SqliteAsync();
        var type = json[0] is '[' or '{' ? "bool_type" : "bool_parsing";

        using var answer = await server.SendUserAsync(route, UserRoutes.GoodBody(route, $",\"{member}\":{json}"));

        Assert.That(await answer.SummaryAsync(), Is.EqualTo($"422 body.{member} {type}"));
    }

    [Test]
    public async Task A_json_body_is_read(
        [Values] UserRoute route,
        [Values("application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/merge-patch+json", null)]
        string? contentType)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendUserAsync(route, UserRoutes.GoodBody(route), contentType);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo(route.Success()));
    }

    [Test]
    public async Task A_body_of_another_content_type_is_not_parsed(
        [Values] UserRoute route,
        [Values("text/plain", "text/json", "application/x-www-form-urlencoded", "application/octet-stream", "json",
            "application/jsonp")]
        string contentType)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendUserAsync(route, UserRoutes.GoodBody(route), contentType);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("422 body model_attributes_type"));
    }

    [Test]
    public async Task Unknown_members_are_ignored([Values] UserRoute route)
    {
        var server = await SharedServers.SqliteAsync();
        var id = Guid.NewGuid();
        var members = $$""","name":"first","id":"{{id}}","hashed_password":"x","unknown":{"deep":[1,null]},"name":"last" """;

        using var answer = await server.SendUserAsync(route, UserRoutes.GoodBody(route, members));
        var user = await answer.JsonAsync();

        Assert.Multiple(() =>
        {
            Assert.That(user.GetProperty("id").GetGuid(), Is.Not.EqualTo(id));
            Assert.That(user.GetProperty("name").GetString(), Is.EqualTo("last"), "the last of two equal names is used");
        });
    }
}
