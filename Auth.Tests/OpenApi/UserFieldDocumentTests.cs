using System.Text.Json;
using Auth.Tests.Integration;
using Auth.Tests.Integration.Fields;

namespace Auth.Tests.OpenApi;

/// <summary>Tests of the OpenAPI document of a service with user fields.</summary>
public sealed class UserFieldDocumentTests
{
    private const string RequestMembers =
        """
        "nickname":{"maxLength":10,"pattern":"^[a-z]*$","type":["null","string"]},"age":{"type":["null","integer"],"format":"int64"},"score":{"type":["null","number"],"format":"double"DEFAULT1},"newsletter":{"type":["null","boolean"]DEFAULT2},"birthdate":{"type":["null","string"],"format":"date"},"tags":{"type":["null","array"],"items":{"maxLength":5,"type":"string"}},"settings":{"type":["null","object"]}
        """;

    [TestCase("UserCreate", ",\"default\":1.5", ",\"default\":true", "")]
    [TestCase("UserUpdate", "", "", "")]
    [TestCase("UserAdminUpdate", "", "", ",\"role\":{\"maxLength\":20,\"type\":[\"null\",\"string\"]}")]
    public async Task A_request_lists_the_fields_that_its_sender_can_write(
        string schema, string score, string newsletter, string role)
    {
        var properties = (await SchemaAsync(schema)).GetProperty("properties");

        var fields = properties.EnumerateObject().SkipWhile(member => member.Name != "company").ToList();

        Assert.That(Compact(fields[0].Value), Is.EqualTo("""{"maxLength":12000,"type":"string"}"""));
        Assert.That(
            string.Join(',', fields.Skip(1).Select(field => $"\"{field.Name}\":{Compact(field.Value)}")),
            Is.EqualTo(RequestMembers.Replace("DEFAULT1", score, StringComparison.Ordinal)
                .Replace("DEFAULT2", newsletter, StringComparison.Ordinal) + role));
    }

    [Test]
    public async Task Only_a_registration_requires_the_required_fields()
    {
        Assert.That(RequiredIn(await SchemaAsync("UserCreate")), Is.EqualTo(["email", "password", "company"]));
        Assert.That((await SchemaAsync("UserUpdate")).TryGetProperty("required", out _), Is.False);
    }

    [Test]
    public async Task A_response_contains_every_field_in_the_declared_order()
    {
        var user = await SchemaAsync("UserRead");

        var fields = user.GetProperty("properties").EnumerateObject().SkipWhile(member => member.Name != "company").ToList();

        Assert.That(
            string.Join(' ', fields.Select(field => $"{field.Name}:{Compact(field.Value.GetProperty("type"))}")),
            Is.EqualTo("""
                company:["null","string"] nickname:["null","string"] age:["null","integer"] score:"number" newsletter:"boolean" birthdate:["null","string"] tags:["null","array"] settings:["null","object"] role:"string" legacy_id:["null","integer"]
                """));
        Assert.That(fields.Select(field => field.Name), Is.SubsetOf(RequiredIn(user)));
    }

    [Test]
    public async Task Unknown_members_are_excluded_if_they_are_refused()
    {
        var allowed = await SchemaAsync("UserCreate");
        var refused = await SchemaAsync(
            "UserCreate", ("Auth:UserFields:Unknown", "Refuse"), ("Auth:UserFields:Fields:0:Name", "nickname"));

        Assert.That(allowed.TryGetProperty("additionalProperties", out _), Is.False);
        Assert.That(refused.GetProperty("additionalProperties").GetBoolean(), Is.False);
    }

    [Test]
    public async Task The_document_is_valid_and_clients_can_be_generated_from_it()
    {
        var folder = Directory.CreateTempSubdirectory("auth-tests-");
        try
        {
            var file = Path.Combine(folder.FullName, "openapi.json");
            var types = Path.Combine(folder.FullName, "api.d.ts");
            await File.WriteAllTextAsync(file, await DocumentAsync(FieldServers.Settings));

            var lint = await NodeTools.RunAsync(
                "@redocly/cli/bin/cli.js", "lint", file, "--config", "redocly.yaml", "--format", "stylish");
            var client = await NodeTools.RunAsync("openapi-typescript/bin/cli.js", file, "--output", types);

            Assert.That((lint.ExitCode, client.ExitCode), Is.EqualTo((0, 0)), lint.Output + client.Output);
            Assert.That(await File.ReadAllTextAsync(types), Does.Contain("nickname?: null | string;").And.Contain("company: string;"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<string> RequiredIn(JsonElement schema) =>
        [.. schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()!)];

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json, JsonSerializerOptions.Web);

    private static async Task<JsonElement> SchemaAsync(string name, params (string Name, string Value)[] settings) =>
        JsonElement.Parse(await DocumentAsync(settings is [] ? FieldServers.Settings : settings))
            .GetProperty("components").GetProperty("schemas").GetProperty(name);

    private static async Task<string> DocumentAsync((string Name, string Value)[] settings)
    {
        var server = await SharedServers.SqliteAsync([.. settings, ("Auth:Swagger:Enabled", "true")]);
        return await server.Client.GetStringAsync("/swagger/v1/swagger.json");
    }
}
