using System.Text.Json;
using Auth.Tests.Integration;

namespace Auth.Tests.Conformance;

public sealed class UserListTests
{
    [Test]
    public async Task Only_superusers_list_users()
    {
        var server = await SharedServers.SqliteAsync();
        var plain = await server.TokenOfAsync(await server.CreateUserAsync());

        using var anonymous = await server.SendAsync(HttpMethod.Get, "/api/users");
        using var forbidden = await server.SendAsync(HttpMethod.Get, "/api/users", plain);

        Assert.That(
            (await anonymous.SummaryAsync(), await forbidden.SummaryAsync()), Is.EqualTo(("401 Unauthorized", "403 Forbidden")));
    }

    [Test]
    public async Task A_page_contains_users_in_the_format_of_the_other_routes()
    {
        var server = await SharedServers.SqliteAsync();
        var user = await server.CreateUserAsync(verified: true);

        using var list = await ListAsync(server, $"?email={user.Email}");

        Assert.That(await list.Content.ReadAsStringAsync(), Is.EqualTo(
            $$"""{"items":[{"id":"{{user.Id}}","email":"{{user.Email}}","name":"Nick","is_active":true,"""
            + "\"is_superuser\":false,\"is_verified\":true}],\"next_cursor\":null}"));
    }

    [Test]
    public async Task Users_are_ordered_by_address_case_insensitively()
    {
        var (server, prefix) = await NewUsersAsync("b1", "A2", "a10", "é", "B0");

        var listed = await EmailsAsync(server, $"?email={prefix}");

        Assert.That(listed, Is.EqualTo(Emails(prefix, "a10 A2 B0 b1 é")));
    }

    [TestCase("", "a%b a_b aXb")]
    [TestCase("a%25", "a%b")]
    [TestCase("A_b@", "a_b")]
    [TestCase("a_", "a_b")]
    [TestCase("ax", "aXb")]
    [TestCase("aXB@EXAMPLE.COM", "aXb")]
    [TestCase("b", "")]
    [TestCase("%25", "")]
    [TestCase("a*", "")]
    [TestCase("a'", "")]
    [TestCase("%00", "")]
    [TestCase("%ED%9F%BF", "", Description = "the last code point before the surrogates")]
    [TestCase("%EF%BF%BF", "", Description = "the last code point of 16 bits")]
    [TestCase("%F0%9F%98%80", "")]
    [TestCase("%F4%8F%BF%BF", "", Description = "the last code point")]
    public async Task A_prefix_has_no_wildcards(string more, string rests)
    {
        var (server, prefix) = await NewUsersAsync("a%b", "a_b", "aXb");

        var listed = await EmailsAsync(server, $"?email={prefix.ToUpperInvariant()}{more}");

        Assert.That(listed, Is.EquivalentTo(Emails(prefix, rests)));
    }

    [TestCase("", "active inactive superuser verified")]
    [TestCase("&is_active=true", "active superuser verified")]
    [TestCase("&is_active=false", "inactive")]
    [TestCase("&is_verified=true", "verified")]
    [TestCase("&is_verified=false", "active inactive superuser")]
    [TestCase("&is_superuser=true", "superuser")]
    [TestCase("&is_superuser=false", "active inactive verified")]
    [TestCase("&is_active=true&is_verified=false&is_superuser=false", "active")]
    [TestCase("&is_superuser=true&is_verified=true", "")]
    public async Task Filters_are_combined_with_and(string filters, string names)
    {
        var server = await SharedServers.SqliteAsync();
        var prefix = $"{Guid.NewGuid():N}.";
        await server.CreateUserAsync($"{prefix}1@example.com", name: "active");
        await server.CreateUserAsync($"{prefix}2@example.com", name: "inactive", active: false);
        await server.CreateUserAsync($"{prefix}3@example.com", name: "superuser", superuser: true);
        await server.CreateUserAsync($"{prefix}4@example.com", name: "verified", verified: true);

        using var list = await ListAsync(server, $"?count=true&email={prefix}{filters}");
        var page = await list.JsonAsync();

        var expected = names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Multiple(() =>
        {
            Assert.That(Of(page, "name"), Is.EqualTo(expected));
            Assert.That(page.GetProperty("total").GetInt32(), Is.EqualTo(expected.Length));
        });
    }

    [TestCase(1, "1 1 1 1 1")]
    [TestCase(2, "2 2 1")]
    [TestCase(4, "4 1")]
    [TestCase(5, "5")]
    [TestCase(100, "5")]
    public async Task Cursors_visit_every_user_once(int limit, string sizes)
    {
        var (server, prefix) = await NewUsersAsync("1", "2", "a_%", "é", "😀");
        var pages = new List<JsonElement>();
        string? cursor = null;

        do
        {
            using var list = await ListAsync(server, $"?count=true&limit={limit}&email={prefix}&cursor={cursor}");
            pages.Add(await list.JsonAsync());
            cursor = pages[^1].GetProperty("next_cursor").GetString();
        }
        while (cursor is not null && pages.Count < 10);

        Assert.Multiple(() =>
        {
            Assert.That(string.Join(' ', pages.Select(page => page.GetProperty("items").GetArrayLength())), Is.EqualTo(sizes));
            Assert.That(pages.SelectMany(page => Of(page, "email")), Is.Unique);
            Assert.That(pages.Select(page => page.GetProperty("total").GetInt32()), Is.All.EqualTo(5));
        });
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=-1", "limit")]
    [TestCase("limit=101", "limit")]
    [TestCase("limit=99999999999", "limit")]
    [TestCase("limit=1.5", "limit")]
    [TestCase("limit=many", "limit")]
    [TestCase("is_active=maybe", "is_active")]
    [TestCase("is_verified=2", "is_verified")]
    [TestCase("is_superuser=null", "is_superuser")]
    [TestCase("count=all", "count")]
    [TestCase("cursor=%2B", "cursor")]
    [TestCase("cursor=not+base64", "cursor")]
    [TestCase("cursor=abc", "cursor")]
    [TestCase("cursor=QQ%3D%3D", "cursor")]
    [TestCase("cursor=_w", "cursor", Description = "a byte that is not UTF-8")]
    public async Task An_invalid_parameter_is_reported(string query, string parameter)
    {
        var server = await SharedServers.SqliteAsync();

        using var list = await ListAsync(server, $"?{query}");

        Assert.That(await list.SummaryAsync(), Is.EqualTo($"422 query.{parameter} value_error"));
    }

    [Test]
    public async Task All_invalid_parameters_are_reported_together()
    {
        var server = await SharedServers.SqliteAsync();

        using var list = await ListAsync(server, "?limit=many&count=all&is_active=maybe");

        Assert.That(await list.ProblemsAsync(), Is.EquivalentTo(
            new[] { "query.limit value_error", "query.count value_error", "query.is_active value_error" }));
    }

    [TestCase("")]
    [TestCase("?count=false")]
    [TestCase("?unknown=1&limit=1")]
    public async Task Users_are_counted_only_on_request(string query)
    {
        var server = await SharedServers.SqliteAsync();

        using var list = await ListAsync(server, query);

        Assert.That((await list.JsonAsync()).TryGetProperty("total", out _), Is.False);
    }

    /// <summary>Stores users whose addresses start with a prefix that no other test uses.</summary>
    private static async Task<(AuthServer Server, string Prefix)> NewUsersAsync(params string[] rests)
    {
        var server = await SharedServers.SqliteAsync();
        var prefix = $"{Guid.NewGuid():N}.";
        foreach (var rest in rests)
            await server.CreateUserAsync($"{prefix}{rest}@example.com");
        return (server, prefix);
    }

    private static IEnumerable<string> Emails(string prefix, string rests) =>
        rests.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(rest => $"{prefix}{rest}@example.com");

    private static async Task<HttpResponseMessage> ListAsync(AuthServer server, string query)
    {
        var token = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));
        return await server.SendAsync(HttpMethod.Get, $"/api/users{query}", token);
    }

    private static async Task<IEnumerable<string?>> EmailsAsync(AuthServer server, string query)
    {
        using var list = await ListAsync(server, query);
        return Of(await list.JsonAsync(), "email");
    }

    private static IEnumerable<string?> Of(JsonElement page, string member) =>
        page.GetProperty("items").EnumerateArray().Select(user => user.GetProperty(member).GetString());
}
