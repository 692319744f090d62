using Auth.Domain.Users;
using Auth.Tests.Unit;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Persistence;

[OnEachDatabase]
public sealed class UserListTests(DatabaseEngine engine)
{
    /// <summary>The prefix of this test's addresses.</summary>
    private readonly string _tag = $"{Guid.NewGuid():N}";

    [Test]
    public async Task Users_are_ordered_by_normalized_address()
    {
        await AddAsync("é", "Z", "b", "A", "a1");

        Assert.That(await ListAsync(""), Is.EqualTo(["a1", "A", "b", "Z", "é"]));
    }

    [TestCase("a", new[] { "A1", "a", "a_1" })]
    [TestCase("A", new[] { "A1", "a", "a_1" })]
    [TestCase("a_", new[] { "a_1" })]
    [TestCase("a%", new[] { "a%1" })]
    [TestCase("c", new string[0])]
    public async Task A_prefix_has_no_wildcards_and_is_case_insensitive(string prefix, string[] expected)
    {
        await AddAsync(prefix == "a%" ? ["a%1", "ab1"] : ["b", "a", "A1", "a_1", "é"]);

        Assert.That(await ListAsync(prefix), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_page_starts_after_the_last_address_of_the_previous_page()
    {
        await AddAsync("a", "b", "c", "d", "e");

        var after = EmailAddress.Normalize($"{_tag}b@example.com");

        Assert.That(await ListAsync("", after, limit: 2), Is.EqualTo(["c", "d"]));
    }

    [Test]
    public async Task A_page_starts_after_an_address_that_no_longer_exists()
    {
        await AddAsync("a", "c");

        Assert.That(await ListAsync("", EmailAddress.Normalize($"{_tag}b@example.com")), Is.EqualTo(["c"]));
    }

    [TestCase(true, null, null, new[] { "active", "super" })]
    [TestCase(false, null, null, new[] { "barred" })]
    [TestCase(null, true, null, new[] { "super" })]
    [TestCase(null, null, false, new[] { "active", "barred" })]
    [TestCase(true, false, false, new[] { "active" })]
    public async Task Users_are_filtered_by_flags(bool? active, bool? verified, bool? superuser, string[] expected)
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
    public async Task The_count_includes_matching_users_only()
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

    /// <summary>Returns the part of each user's address between the tag and the @-sign.</summary>
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
