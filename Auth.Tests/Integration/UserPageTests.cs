using Auth.Domain.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration;

[OnEachDatabase]
public sealed class UserPageTests(DatabaseEngine engine)
{
    [TestCase("a1@example.com", new[] { "m1", "m2", "m3" })]
    [TestCase("m2@example.com", new[] { "m3" })]
    [TestCase("z1@example.com", new string[0])]
    public async Task A_page_contains_the_addresses_with_the_prefix_after_the_cursor(string after, string[] expected)
    {
        // The prefix of this test's addresses.
        var tag = $"{Guid.NewGuid():N}";
        var server = await SharedServers.GetAsync(engine);
        await using var scope = server.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<IUserRepository>();
        foreach (var name in new[] { "a1", "m1", "m2", "m3", "z1" })
        {
            Assert.That(EmailAddress.TryParse($"{tag}{name}@example.com", out var email, out _));
            await users.AddAsync(User.Create(email!, ""), default);
        }

        var page = await users.ListAsync(
            new UserFilter($"{tag}m", null, null, null), EmailAddress.Normalize(tag + after), limit: 10, default);

        Assert.That(page.Select(user => user.Email[tag.Length..(tag.Length + 2)]), Is.EqualTo(expected));
    }
}
