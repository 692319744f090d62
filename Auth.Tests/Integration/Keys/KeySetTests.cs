using System.Text.Json;
using System.Text.Json.Nodes;
using Auth.Application.Backends.Jwt;
using Auth.Tests.Unit.Backends;

namespace Auth.Tests.Integration.Keys;

public sealed class KeySetTests
{
    private const string Path = "/.well-known/jwks.json";

    [Test]
    public async Task The_key_set_is_empty_when_a_secret_signs() =>
        Assert.That(
            await ReadAsync(await SharedServers.SqliteAsync(("Auth:Jwt:VerificationSecrets:0", new string('x', 32)))),
            Is.EqualTo("""{"keys":[]}"""));

    [Test]
    public async Task The_key_set_lists_the_signing_key_first_and_only_public_keys()
    {
        var server = await SharedServers.SqliteAsync(
            ("Auth:Jwt:SigningKey", SomeKey.Es256.PrivatePem),
            ("Auth:Jwt:VerificationKeys:0", SomeKey.Rs256.PrivatePem),
            ("Auth:Jwt:VerificationKeys:1", "PS256:" + SomeKey.Ps256.PublicPem));

        var keys = JsonNode.Parse(await ReadAsync(server))!["keys"]!.AsArray();

        Assert.That(
            keys.Select(Sorted),
            Is.EqualTo(new[] { SomeKey.Es256, SomeKey.Rs256, SomeKey.Ps256 }.Select(key => Sorted(Expected(key)))));
    }

    [Test]
    public async Task The_key_set_contains_the_key_of_an_issued_token([Values] JwtAlgorithm algorithm)
    {
        var server = await SharedServers.SqliteAsync(
            ("Auth:Jwt:SigningKey", SomeKey.For(algorithm).PrivatePem), ("Auth:Jwt:SigningAlgorithm", $"{algorithm}"));
        var token = await server.TokenOfAsync(await server.CreateUserAsync());

        var kid = JsonNode.Parse(Conformance.Jwt.HeaderOf(token))!["kid"]!.GetValue<string>();

        Assert.That(await ReadAsync(server), Does.Contain($"\"kid\":\"{kid}\""));
    }

    [Test]
    public async Task The_key_set_is_cacheable_JSON()
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await server.SendAsync(HttpMethod.Get, Path);

        Assert.That(
            ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, $"{answer.Headers.CacheControl}"),
            Is.EqualTo((200, "application/json", "public, max-age=300")));
    }

    [Test]
    public async Task The_key_set_and_its_required_members_are_documented()
    {
        var server = await SharedServers.SqliteAsync(("Auth:Swagger:Enabled", "true"));

        using var answer = await server.SendAsync(HttpMethod.Get, "/swagger/v1/swagger.json");
        var document = await answer.JsonAsync();

        Assert.That(
            document.GetProperty("paths").GetProperty(Path).GetProperty("get").GetProperty("operationId").GetString(),
            Is.EqualTo("keys:jwks"));
        Assert.That(
            document.GetProperty("components").GetProperty("schemas").GetProperty("KeyRead").GetProperty("required")
                .EnumerateArray().Select(name => name.GetString()),
            Is.EquivalentTo(["kid", "use", "alg", "kty"]));
    }

    private static async Task<string> ReadAsync(AuthServer server)
    {
        using var answer = await server.SendAsync(HttpMethod.Get, Path);
        return await answer.Content.ReadAsStringAsync();
    }

    private static JsonNode Expected(SomeKey key)
    {
        var expected = JsonNode.Parse(key.PublicJwk)!;
        (expected["kid"], expected["use"], expected["alg"]) = (key.Id, "sig", $"{key.Algorithm}");
        return expected;
    }

    private static string Sorted(JsonNode? key) => JsonSerializer.Serialize(
        key!.AsObject().OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}: {member.Value}"));
}
