using System.Net;
using Auth.Domain.Users;
using Auth.Infrastructure.Passwords;
using Auth.Tests.Unit.Passwords.Formats;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Persistence;

/// <summary>Users imported from other systems log in with their passwords.</summary>
[OnEachDatabase]
public sealed class ForeignHashTests(DatabaseEngine engine)
{
    private static readonly string[] Hashes =
        [.. SomeFormats.Hashes.Where(hash => hash.Kind != "bcrypt").Select(hash => hash.Hash)];

    [TestCaseSource(nameof(Hashes))]
    public async Task The_first_login_replaces_the_hash(string hash)
    {
        var server = await SharedServers.GetAsync(engine);
        var user = await ImportAsync(server, hash);

        using var refused = await server.LoginAsync(user.Email, "Correct-horse-9");
        var before = await HashAsync(server, user);
        using var first = await server.LoginAsync(user.Email, SomeFormats.Password);
        await server.RehashedAsync();
        var after = await HashAsync(server, user);
        using var second = await server.LoginAsync(user.Email, SomeFormats.Password);

        Assert.That((refused.StatusCode, before), Is.EqualTo((HttpStatusCode.BadRequest, hash)));
        Assert.That((first.StatusCode, second.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.OK)));
        Assert.That(after, Does.StartWith("$2b$04$"));
    }

    [TestCase("AQAAAAL/////AAAAEHNpeHRlZW4gYnl0ZXMuLi7ydtynE7CcFO/7wiZ59St6R1Lg9wiannxC7Npoor2c4w==")]
    [TestCase("$scrypt$ln=30,r=1024,p=1024$c2l4dGVlbiBieXRlcy4uLg$delfw8P2zRbJ3pmEWXwFIBC8SYTSJdHadV8/mYxapJI")]
    [TestCase("pbkdf2_sha256$2147483647$seasalt$OofSeP0tGjWlOeYzqZC1pdy/UFi+8l72gG/b1q/RAgo=")]
    [TestCase("!unusable")]
    public async Task An_unusable_hash_is_a_wrong_password_with_the_work_of_an_unknown_user(string hash)
    {
        await using var server = await AuthServer.StartAsync(engine);
        var count = server.Services.GetRequiredService<HashingCount>();
        var user = await ImportAsync(server, hash);
        var before = count.Rounds;
        using var login = await server.LoginAsync(user.Email, SomeFormats.Password);
        var known = count.Rounds - before;
        using var unknown = await server.LoginAsync("nobody@example.com", SomeFormats.Password);

        Assert.That((login.StatusCode, known), Is.EqualTo((unknown.StatusCode, count.Rounds - before - known)));
        Assert.That(known, Is.EqualTo(16));
    }

    private static async Task<User> ImportAsync(AuthServer server, string hash)
    {
        var user = await server.CreateUserAsync();
        await server.UpdateUserAsync(user, stored => stored.ReplaceHash(hash));
        return user;
    }

    private static async Task<string?> HashAsync(AuthServer server, User user)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IUserRepository>().FindAsync(user.Id, default))?.HashedPassword;
    }
}
