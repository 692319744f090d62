using Auth.Domain.Users;
using Auth.Tests.Unit;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Persistence;

[OnEachDatabase]
public sealed class UserListTests(DatabaseEngine engine)
{
    /// <summary>What the addresses of one test begin with.</summary>
    private readonly string _tag = $"{Guid.NewGuid():N}";

    [Test]
    public async Task Users_come_in_the_order_of_their_normalised_addresses()
    {
        await AddAsync("é", "Z", "b", "A", "a1");

        Assert.That(await ListAsync(""), Is.EqualTo(["a1", "A", "b", "Z", "é"]));
    }

    [TestCase("a", new[] { "A1", "a", "a_1" })]
    [TestCase("A", new[] { "A1", "a", "a_1" })]
    [TestCase("a_", new[] { "a_1" })]
    [TestCase("a%", new[] { "a%1" })]
    [TestCase("c", new string[0])]
    public async Task A_prefix_means_itself_without_regard_to_case(string prefix, string[] expected)
    {
        await AddAsync(prefix == "a%" ? ["a%1", "ab1"] : ["b", "a", "A1", "a_1", "é"]);

        Assert.That(await ListAsync(prefix), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_page_begins_behind_the_last_address_of_the_one_before()
    {
        await AddAsync("a", "b", "c", "d", "e");

        var after = EmailAddress.Normalize($"{_tag}b@example.com");

        Assert.That(await ListAsync("", after, limit: 2), Is.EqualTo(["c", "d"]));
    }

    [Test]
    public async Task A_page_begins_behind_an_address_that_has_gone()
    {
        await AddAsync("a", "c");

        Assert.That(await ListAsync("", EmailAddress.Normalize($"{_tag}b@example.com")), Is.EqualTo(["c"]));
    }

    [TestCase(true, null, null, new[] { "active", "super" })]
    [TestCase(false, null, null, new[] { "barred" })]
    [TestCase(null, true, null, new[] { "super" })]
    [TestCase(null, null, false, new[] { "active", "barred" })]
    [TestCase(true, false, false, new[] { "active" })]
    public async Task Flags_filter(bool? active, bool? verified, bool? superuser, string[] expected)
    {
        await AddAsync("active");
        await AddAsync(user => user.SetActive(false), "barred");
        await AddAsync(
            user =>
            {
                user.SetVerified(true);
                user.SetSuperuser(true);
            },
            "super");

        var filter = new UserFilter(_tag, active, verified, superuser);

        Assert.That(await ListAsync(filter), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_count_counts_those_that_match()
    {
        await AddAsync("a", "b", "c");
        await AddAsync(user => user.SetActive(false), "d");

        Assert.That(
            await WithUsersAsync(users => users.CountAsync(new UserFilter(_tag, true, null, null), default)), Is.EqualTo(3));
    }

    private Task AddAsync(params string[] names) => AddAsync(_ => { }, names);

    private async Task AddAsync(Action<User> change, params string[] names)
    {
        foreach (var name in names)
        {
            var user = SomeUser.Create($"{_tag}{name}@example.com");
            change(user);
            Assert.That(await WithUsersAsync(users => users.AddAsync(user, default)), Is.True);
        }
    }

    private Task<List<string>> ListAsync(string prefix, string? after = null, int limit = 100) =>
        ListAsync(new UserFilter(_tag + prefix, null, null, null), after, limit);

    /// <summary>The users, by what stands between the tag and the @-sign of each.</summary>
    private async Task<List<string>> ListAsync(UserFilter filter, string? after = null, int limit = 100)
    {
        var users = await WithUsersAsync(users => users.ListAsync(filter, after, limit, default));
        return [.. users.Select(user => user.Email[_tag.Length..user.Email.IndexOf('@', StringComparison.Ordinal)])];
    }

    private async Task<T> WithUsersAsync<T>(Func<IUserRepository, Task<T>> action)
    {
        var server = await SharedServers.GetAsync(engine);
        await using var scope = server.Services.CreateAsyncScope();
        return await action(scope.ServiceProvider.GetRequiredService<IUserRepository>());
    }
}
