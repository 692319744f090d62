using Auth.Application;
using Auth.Tests.Integration.Audit;
using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Throttling;

/// <summary>Guesses of the current password by a client with an access token.</summary>
[OnEachDatabase]
public sealed class CurrentPasswordGuessTests(DatabaseEngine engine)
{
    private const string BadPassword = "400 UPDATE_USER_BAD_CURRENT_PASSWORD";
    private const string Throttled = "429 LOGIN_THROTTLED";

    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();

    [Test]
    public async Task The_correct_password_is_throttled_after_too_many_guesses()
    {
        await using var server = await StartAsync(maxFailures: 3, maxInSession: 100);
        var user = await server.CreateUserAsync();
        var session = await server.LogInAsync(user);
        var guesses = new List<string>();
        for (var i = 0; i < 3; i++)
            guesses.Add(await ChangeAsync(server, session, "wrong-horse-9"));

        using var right = await SendAsync(server, session, AuthServer.Password);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var afterwards = await ChangeAsync(server, session, AuthServer.Password);

        Assert.Multiple(async () =>
        {
            Assert.That(guesses, Is.All.EqualTo(BadPassword));
            Assert.That((await right.SummaryAsync(), right.Headers.RetryAfter?.Delta), Is.EqualTo((Throttled, TimeSpan.FromMinutes(1))));
            Assert.That(afterwards, Is.EqualTo("200"));
        });
    }

    [Test]
    public async Task Guesses_and_failed_logins_are_counted_together()
    {
        await using var server = await StartAsync(maxFailures: 2, maxInSession: 100);
        var user = await server.CreateUserAsync();
        var token = await server.TokenOfAsync(user);
        using var login = await server.LoginAsync(user.Email, "wrong-horse-9");
        using var guess = await server.SendAsync(HttpMethod.Patch, "/api/users/me", token, Change("wrong-horse-9"));

        using var next = await server.LoginAsync(user.Email, AuthServer.Password);

        Assert.That(
            new[] { await login.SummaryAsync(), await guess.SummaryAsync(), await next.SummaryAsync() },
            Is.EqualTo(["400 LOGIN_BAD_CREDENTIALS", BadPassword, Throttled]));
    }

    [Test]
    public async Task The_correct_password_is_not_counted()
    {
        await using var server = await StartAsync(maxFailures: 2, maxInSession: 1);
        var session = await server.LogInAsync(await server.CreateUserAsync());

        for (var i = 0; i < 5; i++)
            Assert.That(await ChangeAsync(server, session, AuthServer.Password), Is.EqualTo("200"));
    }

    [Test]
    public async Task Too_many_guesses_revoke_their_session_only()
    {
        await using var server = await StartAsync(maxFailures: 100, maxInSession: 3);
        var user = await server.CreateUserAsync();
        var (stolen, other) = (await server.LogInAsync(user), await server.LogInAsync(user));

        for (var i = 0; i < 2; i++)
            await ChangeAsync(server, stolen, "wrong-horse-9");
        var before = await server.StatusOfMeAsync(stolen.Access);
        await ChangeAsync(server, stolen, "wrong-horse-9");

        Assert.Multiple(async () =>
        {
            Assert.That(before, Is.EqualTo(200));
            Assert.That(await server.IsOpenAsync(stolen), Is.False);
            Assert.That(await server.IsOpenAsync(other));
        });
    }

    [Test]
    public async Task A_guess_and_the_end_of_its_session_are_recorded()
    {
        await using var server = await StartAsync(maxFailures: 100, maxInSession: 2);
        var user = await server.CreateUserAsync();
        var session = await server.LogInAsync(user);

        for (var i = 0; i < 2; i++)
            await ChangeAsync(server, session, "wrong-horse-9");

        Assert.That(
            (await server.TrailOfAsync(user.Id)).Skip(1).Select(row => (row.Name, row.SessionId, row.ActorId)),
            Is.EqualTo(new (string, Guid?, Guid?)[]
            {
                ("current_password_failed", session.SessionId, user.Id),
                ("current_password_failed", session.SessionId, user.Id),
                ("session_ended", session.SessionId, user.Id),
            }));
    }

    [Test]
    public async Task A_guess_is_not_counted_if_the_service_is_busy()
    {
        var hasher = new InterruptedHasher();
        await using var server = await StartAsync(maxFailures: 1, maxInSession: 1, hasher.Replace);
        var session = await server.LogInAsync(await server.CreateUserAsync());

        hasher.AfterVerification = () => throw new ServerBusyException(TimeSpan.FromSeconds(1));
        using var busy = await SendAsync(server, session, "wrong-horse-9");
        hasher.AfterVerification = () => Task.CompletedTask;

        Assert.That(((int)busy.StatusCode, await ChangeAsync(server, session, AuthServer.Password)), Is.EqualTo((503, "200")));
    }

    private Task<AuthServer> StartAsync(int maxFailures, int maxInSession, Action<IServiceCollection>? services = null) =>
        AuthServer.StartAsync(
            engine,
            new Dictionary<string, string>
            {
                ["Auth:RequireCurrentPassword"] = "true",
                ["Auth:Throttle:MaxFailures"] = $"{maxFailures}",
                ["Auth:Throttle:FirstWaitSeconds"] = "60",
                ["Auth:Sessions:MaxCurrentPasswordFailures"] = $"{maxInSession}",
            },
            collection =>
            {
                collection.AddSingleton<TimeProvider>(_clock);
                services?.Invoke(collection);
            });

    private static object Change(string currentPassword) =>
        new { password = AuthServer.Password, current_password = currentPassword };

    private static Task<HttpResponseMessage> SendAsync(AuthServer server, Tokens session, string currentPassword) =>
        server.SendAsync(HttpMethod.Patch, "/api/users/me", session.Access, Change(currentPassword));

    private static async Task<string> ChangeAsync(AuthServer server, Tokens session, string currentPassword)
    {
        using var response = await SendAsync(server, session, currentPassword);
        return await response.SummaryAsync();
    }
}
