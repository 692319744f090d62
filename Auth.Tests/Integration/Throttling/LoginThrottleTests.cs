using System.Net;
using System.Net.Http.Json;
using Auth.Application.Events;
using Auth.Application.Users;
using Auth.Domain.Events;
using Auth.Domain.Users;
using Auth.Tests.Unit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Throttling;

[OnEachDatabase]
public sealed class LoginThrottleTests(DatabaseEngine engine)
{
    private const string Home = "203.0.113.7";
    private const string Abroad = "198.51.100.1";
    private const string NewPassword = "another-horse-9";

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_throttled_login_is_answered_with_429_and_the_delay_for_known_and_unknown_addresses(bool known)
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
    public async Task A_throttled_login_computes_no_hash()
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        await server.FailAsync(user.Email);
        var before = server.HashesComputed();

        using var login = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.That(server.HashesComputed(), Is.EqualTo(before));
    }

    [Test]
    public async Task The_correct_password_is_accepted_after_the_delay_regardless_of_earlier_attempts()
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
    public async Task A_login_from_a_known_network_is_not_throttled()
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
    public async Task A_successful_login_resets_the_failures()
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
    public async Task A_password_reset_resets_the_failures()
    {
        var (server, user, token) = await IssueResetTokenAsync();
        await using var _ = server;
        await server.FailAsync(user.Email);
        using var reset = await server.SendAsync(
            HttpMethod.Post, "/api/auth/reset-password", json: new { token, password = NewPassword });

        using var login = await server.LoginAsync(user.Email, NewPassword);

        Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_network_of_a_password_reset_is_not_throttled()
    {
        var (server, user, token) = await IssueResetTokenAsync();
        await using var _ = server;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/auth/reset-password")
        {
            Content = JsonContent.Create(new { token, password = NewPassword }),
            Headers = { { "X-Forwarded-For", Home } },
        };
        using var reset = await server.Client.SendAsync(request);
        await server.FailAsync(user.Email, from: Abroad);

        using var login = await server.LoginFromAsync(Home, user.Email, NewPassword);

        Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_hundred_parallel_guesses_on_two_instances_compute_no_more_hashes_than_the_limit()
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
    public async Task Fifty_parallel_successful_logins_leave_no_failures()
    {
        await using var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        using var first = await server.LoginFromAsync(Home, user.Email);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => server.LoginFromAsync(Home, user.Email)));

        using var login = await server.LoginFromAsync(Home, user.Email);

        Assert.That(login.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_throttled_login_raises_an_event()
    {
        var events = new RecordedEvents();
        await using var server = await BrakedServer.StartAsync(
            engine, services: services => services.AddSingleton<IAccountEventListener>(events));
        var email = AuthServer.NewEmail();
        await server.FailAsync(email);

        using var login = await server.LoginAsync(email, "wrong-password");

        Assert.That(events.All[^1], Is.TypeOf<LoginThrottled>());
    }

    private async Task<(AuthServer Server, User User, string Token)> IssueResetTokenAsync()
    {
        var server = await BrakedServer.StartAsync(engine);
        var user = await server.CreateUserAsync();
        await using var scope = server.Services.CreateAsyncScope();
        var token = scope.ServiceProvider.GetRequiredService<PasswordResetter>().IssueToken(user);
        return (server, user, token);
    }
}
