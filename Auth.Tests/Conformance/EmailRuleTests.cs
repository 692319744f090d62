using System.Text.Json;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class EmailRuleTests
{
    [TestCase(" \t{0}@example.com\n", "{0}@example.com")]
    [TestCase("Some.{0}+Tag@EXAMPLE.Com", "Some.{0}+Tag@example.com")]
    [TestCase("{0}@xn--bcher-kva.example.com", "{0}@bücher.example.com")]
    [TestCase("{0}@BÜCHER.example.com", "{0}@bücher.example.com")]
    [TestCase("jürgen{0}@example.com", "jürgen{0}@example.com")]
    [TestCase("!#$%&'*+-/=?^_`|~{0}@example.com", "!#$%&'*+-/=?^_`|~{0}@example.com")]
    public async Task An_address_is_normalized_before_it_is_stored(string given, string stored)
    {
        var server = await SharedServers.SqliteAsync();
        var unique = $"{Guid.NewGuid():N}";

        using var register = await RegisterAsync(server, string.Format(null, given, unique));

        Assert.That(
            (await register.JsonAsync()).GetProperty("email").GetString(), Is.EqualTo(string.Format(null, stored, unique)));
    }

    [TestCase("{0}@Example.COM")]
    [TestCase("{1}@example.com")]
    [TestCase(" {1}@EXAMPLE.com ")]
    public async Task An_address_that_differs_only_in_case_is_a_duplicate(string second)
    {
        var server = await SharedServers.SqliteAsync();
        var unique = $"{Guid.NewGuid():N}é";
        using var first = await RegisterAsync(server, $"{unique}@example.com");

        using var answer = await RegisterAsync(server, string.Format(null, second, unique, unique.ToUpperInvariant()));

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("400 REGISTER_USER_ALREADY_EXISTS"));
    }

    [Test]
    public async Task The_address_of_an_inactive_user_is_a_duplicate()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync(active: false);

        using var answer = await RegisterAsync(server, user.Email);

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("400 REGISTER_USER_ALREADY_EXISTS"));
    }

    [TestCase("")]
    [TestCase("nobody")]
    [TestCase("@example.com")]
    [TestCase("a@")]
    [TestCase("a@example")]
    [TestCase("a@localhost")]
    [TestCase("a@[127.0.0.1]")]
    [TestCase("a@127.0.0.1")]
    [TestCase("\"a b\"@example.com")]
    [TestCase("a(comment)@example.com")]
    [TestCase("a@example.com(comment)")]
    [TestCase("A Name <a@example.com>")]
    [TestCase("a b@example.com")]
    [TestCase("a@@example.com")]
    [TestCase("a..b@example.com")]
    [TestCase("a@-example.com")]
    [TestCase("a\0@example.com")]
    [TestCase("a@example.com\r\nBcc: b@example.com")]
    public async Task An_invalid_address_is_refused_with_a_reason(string email)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await RegisterAsync(server, email);
        var error = (await answer.JsonAsync()).GetProperty("detail")[0];

        Assert.Multiple(async () =>
        {
            Assert.That(await answer.SummaryAsync(), Is.EqualTo("422 body.email value_error"));
            Assert.That(error.GetProperty("msg").GetString(), Does.Match(@"^value is not a valid email address: [A-Z].*\.$"));
        });
    }

    [TestCase(65)]
    [TestCase(255)]
    [TestCase(60_000)]
    public async Task A_long_local_part_is_refused(int length)
    {
        var server = await SharedServers.SqliteAsync();

        using var answer = await RegisterAsync(server, $"{new string('a', length)}@example.com");

        Assert.That(await answer.SummaryAsync(), Is.EqualTo("422 body.email value_error"));
    }

    private static Task<HttpResponseMessage> RegisterAsync(AuthServer server, string email) => server.SendUserAsync(
        UserRoute.Register, $$"""{"email":{{JsonSerializer.Serialize(email)}},"password":"{{AuthServer.Password}}"}""");
}
