using Auth.Tests.Integration.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.SecondFactors;

/// <summary>Second factors that are used or guessed at the same time, on two processes with one database.</summary>
[OnEachDatabase]
public sealed class SecondFactorRaceTests(DatabaseEngine engine)
{
    private readonly FakeTimeProvider _clock = SessionRequests.NewClock();

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Test]
    public async Task One_code_that_is_used_16_times_at_once_on_two_processes_succeeds_once()
    {
        await using var first = await StartAsync(maxFailures: 1000);
        await using var second = Another(first, maxFailures: 1000);
        var user = await first.EnrolAsync(Now);

        foreach (var (method, code) in new[] { ("totp", user.Code(Now)), ("recovery_code", user.RecoveryCodes[0]) })
        {
            var challenges = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => first.ChallengeAsync(user)));
            var results = await Task.WhenAll(challenges.Select(
                (challenge, i) => (i % 2 == 0 ? first : second).TryFactorAsync(challenge, code, method)));

            Assert.That(results.Count(result => result == "200"), Is.EqualTo(1), string.Join('\n', results));
            Assert.That(results.Where(result => result != "200"), Is.All.EqualTo(FactorRequests.BadCode));
        }
    }

    [Test]
    public async Task One_challenge_that_is_used_at_once_with_different_codes_succeeds_once()
    {
        await using var first = await StartAsync(maxFailures: 1000);
        await using var second = Another(first, maxFailures: 1000);
        var user = await first.EnrolAsync(Now);
        var challenge = await first.ChallengeAsync(user);

        var results = await Task.WhenAll(user.RecoveryCodes.Select(
            (code, i) => (i % 2 == 0 ? first : second).TryFactorAsync(challenge, code, "recovery_code")));

        Assert.That(results.Count(result => result == "200"), Is.EqualTo(1), string.Join('\n', results));
        Assert.That(results.Where(result => result != "200"), Is.All.EqualTo(FactorRequests.BadToken));
    }

    [Test]
    public async Task Of_100_guesses_from_20_addresses_at_once_only_as_many_are_checked_as_the_throttle_allows()
    {
        const int MaxFailures = 5;
        await using var first = await StartAsync(MaxFailures);
        await using var second = Another(first, MaxFailures);
        var user = await first.EnrolAsync(Now);
        var challenge = await first.ChallengeAsync(user);

        var guesses = await Task.WhenAll(Enumerable.Range(0, 100).Select(
            i => (i % 2 == 0 ? first : second).TryFactorAsync(challenge, $"{i:D6}", "totp", From(i % 20))));
        var right = await first.TryFactorAsync(challenge, user.Code(Now), "totp", From(50));

        // The password does not clear the failures, and is not throttled by them.
        var again = await first.ChallengeAsync(user);
        var afterPassword = await first.TryFactorAsync(again, user.Code(Now), "totp", From(50));
        using var inForm = await first.PasswordAsync(user, user.Code(Now), From(51));
        _clock.Advance(TimeSpan.FromMinutes(1));
        var afterDelay = await first.TryFactorAsync(again, user.Code(Now), "totp", From(50));

        Assert.Multiple(async () =>
        {
            Assert.That(guesses.Count(result => result == FactorRequests.BadCode), Is.EqualTo(MaxFailures));
            Assert.That(guesses.Count(result => result == "429 LOGIN_THROTTLED"), Is.EqualTo(100 - MaxFailures));
            Assert.That((right, afterPassword, afterDelay), Is.EqualTo(("429 LOGIN_THROTTLED", "429 LOGIN_THROTTLED", "200")));
            Assert.That(await inForm.SummaryAsync(), Is.EqualTo("429 LOGIN_THROTTLED"));
        });
    }

    [Test]
    public async Task Guesses_at_a_step_up_are_counted_with_those_of_logins()
    {
        await using var server = await StartAsync(maxFailures: 2);
        var user = await server.EnrolAsync(Now);
        var challenge = await server.ChallengeAsync(user);

        string[] results =
        [
            await server.TryFactorAsync(challenge, "000000"),
            await server.ResultAsync(HttpMethod.Post, "/api/token/step-up", user.Session.Access, new { method = "totp", code = "000000" }),
            await server.ResultAsync(HttpMethod.Post, "/api/token/step-up", user.Session.Access, new { method = "totp", code = user.Code(Now) }),
            await server.TryFactorAsync(challenge, user.Code(Now)),
        ];

        Assert.That(
            results,
            Is.EqualTo([FactorRequests.BadCode, FactorRequests.BadCode, "429 LOGIN_THROTTLED", "429 LOGIN_THROTTLED"]));
    }

    [Test]
    public async Task Device_tokens_from_before_the_second_factor_allow_no_more_guesses()
    {
        await using var server = await StartAsync(maxFailures: 2);
        var user = await server.CreateUserAsync();
        var devices = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            using var login = await server.LoginAsync(user.Email, AuthServer.Password);
            devices.Add(login.Headers.GetValues("Auth-Device").Single());
        }

        var enrolled = await server.EnrolAsync(Now, user);
        var results = new List<string>();
        foreach (var device in devices)
        {
            var challenge = await server.ChallengeAsync(enrolled, ("Auth-Device", device));
            results.Add(await server.TryFactorAsync(challenge, "000000", "totp", ("Auth-Device", device)));
        }

        Assert.That(results, Is.EqualTo([FactorRequests.BadCode, FactorRequests.BadCode, "429 LOGIN_THROTTLED"]));
    }

    private static (string, string?) From(int address) => ("X-Forwarded-For", $"198.51.100.{address}");

    private static Dictionary<string, string> Settings(int maxFailures) => new()
    {
        ["Auth:Throttle:MaxFailures"] = $"{maxFailures}",
        ["Auth:Throttle:FirstWaitSeconds"] = "60",
        ["Auth:Proxies:0"] = "127.0.0.1",
    };

    private Task<AuthServer> StartAsync(int maxFailures) =>
        AuthServer.StartAsync(engine, Settings(maxFailures), services => services.AddSingleton<TimeProvider>(_clock));

    private AuthServer Another(AuthServer server, int maxFailures) =>
        server.StartAnother(Settings(maxFailures), services => services.AddSingleton<TimeProvider>(_clock));
}
