using System.Diagnostics.Metrics;
using Auth.Tests.Integration.Sessions;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration;

/// <summary>Logins of a user at the same time as other logins or changes.</summary>
[OnEachDatabase]
public sealed class LoginRaceTests(DatabaseEngine engine)
{
    [TestCase(2)]
    [TestCase(20)]
    public async Task Simultaneous_logins_that_rehash_the_password_all_succeed(int count)
    {
        var settings = new Dictionary<string, string> { ["Auth:Throttle:Enabled"] = "false" };
        await using var former = await AuthServer.StartAsync(engine, settings);
        await using var server = former.StartAnother(new Dictionary<string, string>(settings) { ["Auth:Passwords:WorkFactor"] = "5" });
        var user = await former.CreateUserAsync();

        var logins = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => server.LoginAsync(user.Email, AuthServer.Password)));
        await server.RehashedAsync();

        Assert.Multiple(async () =>
        {
            Assert.That(logins.Select(login => (int)login.StatusCode), Is.All.EqualTo(200));
            Assert.That((await server.FindUserAsync(user))!.HashedPassword, Does.Contain("$05$"));
        });
    }

    [Test]
    public async Task A_login_whose_session_cannot_be_created_is_counted_once()
    {
        var hasher = new InterruptedHasher();
        await using var server = await AuthServer.StartAsync(engine, services: hasher.Replace);
        using var metrics = new RecordedMetrics(server.Services.GetRequiredService<IMeterFactory>());
        var user = await server.CreateUserAsync();
        hasher.AfterVerification = () =>
            server.UpdateUserAsync(user, stored => stored.ChangePassword("another", DateTimeOffset.UnixEpoch));

        using var login = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.That((int)login.StatusCode, Is.EqualTo(400));
        Assert.That(
            metrics.Lines.Where(line => line.StartsWith("auth.logins", StringComparison.Ordinal)),
            Is.EqualTo(["auth.logins 1 auth.outcome=bad_credentials"]));
    }
}
