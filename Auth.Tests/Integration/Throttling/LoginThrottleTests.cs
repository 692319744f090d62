using System.Net;
using Auth.Application.Events;
using Auth.Application.Users;
using Auth.Domain.Events;
using Auth.Tests.Unit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Throttling;

[OnEachDatabase]
public sealed class LoginThrottleTests(DatabaseEngine engine)
{
    private const string Home = "203.0.113.7";
    private const string Abroad = "198.51.100.1";

    [TestCase(true)]
    [TestCase(false)]
    public async Task After_the_last_failure_a_login_gets_a_429_and_when_to_come_back_be_the_address_known_or_not(bool known)
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var email = known ? (await server.CreateUserAsync()).Email : AuthServer.NewEmail();
        await server.FailAsync(email);

        using var login = await server.LoginAsync(email, "wrong-password");

        Assert.Multiple(async () =>
        {
            Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(login.Headers.RetryAfter!.Delta, Is.EqualTo(BrakedServer.Wait));
            Assert.That(await login.Content.ReadAsStringAsync(), Is.EqualTo("""{"detail":"LOGIN_THROTTLED"}"""));
        });
    }

    [Test]
    public async Task A_try_in_the_wait_spends_no_hash()
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        await server.FailAsync(user.Email);
        var before = server.HashesComputed();

        using var login = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.That(server.HashesComputed(), Is.EqualTo(before));
    }

    [Test]
    public async Task The_right_password_works_when_the_wait_is_over_whatever_was_tried_in_it()
    {
        var clock = new FakeTimeProvider();
        await using var server = await BrakedServer.StartAsync(engine, clock);
        var user = await server.CreateUserAsync();
        await server.FailAsync(user.Email);
        using var early = await server.LoginAsync(user.Email, AuthServer.Password);
        clock.Advance(BrakedServer.Wait);

        using var login = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.That((early.StatusCode, login.StatusCode), Is.EqualTo((HttpStatusCode.TooManyRequests, HttpStatusCode.OK)));
    }

    [Test]
    public async Task The_owner_gets_in_at_once_from_a_network_that_they_had_logged_in_from_and_only_from_there()
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        using var first = await server.LoginFromAsync(Home, user.Email);
        await server.FailAsync(user.Email, from: Abroad);

        using var home = await server.LoginFromAsync("203.0.113.99", user.Email);
        using var abroad = await server.LoginFromAsync(Abroad, user.Email);

        Assert.That((home.StatusCode, abroad.StatusCode), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.TooManyRequests)));
    }

    [Test]
    public async Task A_success_clears_the_failures()
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        await server.FailAsync(user.Email, times: BrakedServer.MaxFailures - 1, from: Abroad);
        using var success = await server.LoginFromAsync(Abroad, user.Email);
        await server.FailAsync(user.Email, times: BrakedServer.MaxFailures - 1, from: "192.0.2.1");

        using var login = await server.LoginFromAsync("192.0.2.1", user.Email);

        Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_reset_password_clears_the_failures()
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        await server.FailAsync(user.Email);
        await using var scope = server.Services.CreateAsyncScope();
        var token = scope.ServiceProvider.GetRequiredService<PasswordResetter>().IssueToken(user);
        using var reset = await server.SendAsync(
            HttpMethod.Post, "/api/auth/reset-password", json: new { token, password = "another-horse-9" });

        using var login = await server.LoginAsync(user.Email, "another-horse-9");

        Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_hundred_parallel_guesses_on_two_instances_spend_no_more_hashes_than_failures_are_free()
    {
        var clock = new FakeTimeProvider();
        await using var one = await BrakedServer.StartAsync(engine, clock);
        await using var other = await BrakedServer.StartAsync(engine, clock, one.ConnectionString());
        var user = await one.CreateUserAsync();
        var before = one.HashesComputed() + other.HashesComputed();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(index =>
            (index % 2 == 0 ? one : other).LoginAsync(user.Email, "wrong-password")));

        Assert.Multiple(() =>
        {
            Assert.That(one.HashesComputed() + other.HashesComputed() - before, Is.EqualTo(BrakedServer.MaxFailures));
            Assert.That(
                answers.CountBy(answer => (int)answer.StatusCode).ToDictionary(),
                Is.EquivalentTo(new Dictionary<int, int> { [400] = 3, [429] = 97 }));
        });
    }

    [Test]
    public async Task Fifty_parallel_logins_with_the_right_password_leave_no_failure_behind()
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        using var first = await server.LoginFromAsync(Home, user.Email);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => server.LoginFromAsync(Home, user.Email)));

        using var login = await server.LoginFromAsync(Home, user.Email);

        Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Listeners_are_told_of_a_login_that_has_to_wait()
    {
        var events = new RecordedEvents();
        await using var server = await BrakedServer.StartAsync(
            engine, services: services => services.AddSingleton<IAccountEventListener>(events));
        var email = AuthServer.NewEmail();
        await server.FailAsync(email);

        using var login = await server.LoginAsync(email, "wrong-password");

        Assert.That(events.All[^1], Is.TypeOf<LoginThrottled>());
    }
}
