using System.Diagnostics.Metrics;
using Auth.Tests.Conformance;
using Auth.Tests.Integration.Sessions;
using Auth.Tests.Unit;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Telemetry;

public sealed class RefusedTokenTests
{
    [Test]
    public async Task A_refused_access_token_is_counted_with_its_reason()
    {
        await using var server = await AuthServer.StartAsync();
        var (user, inactive) = (await server.CreateUserAsync(), await server.CreateUserAsync(active: false));
        var changed = await server.CreateUserAsync();
        await server.UpdateUserAsync(changed, stored => stored.ChangePassword("another hash", DateTimeOffset.UnixEpoch));
        var revoked = (await server.LogInAsync(user)).Access;
        await server.RevokeAsync(revoked);
        (string Reason, string Token)[] tokens =
        [
            ("malformed", "nonsense"),
            ("malformed", Claims.ForAccess(user).With("exp", null).Sign()),
            ("malformed", Claims.ForAccess(user).With("sid", "\"nonsense\"").Sign()),
            ("bad_signature", Claims.ForAccess(user).Sign() + "x"),
            ("bad_signature", Jwt.Sign(Claims.ForAccess(user).ToString(), """{"alg":"none"}""")),
            ("wrong_audience", Claims.ForReset(user).Sign()),
            ("expired", Claims.ForAccess(user).With("exp", "1").Sign()),
            ("not_yet_valid", Claims.ForAccess(user).With("nbf", "4102444700").Sign()),
            ("session_over", revoked),
            ("unknown_user", Claims.ForAccess(SomeUser.Create()).Sign()),
            ("inactive_user", Claims.ForAccess(inactive).Sign()),
            ("outdated", Claims.ForAccess(changed).Sign()),
        ];
        using var metrics = Recorded(server);

        foreach (var (_, token) in tokens)
            await server.StatusOfMeAsync(token);

        Assert.That(
            metrics.Lines,
            Is.EqualTo(tokens.Select(token =>
                $"auth.tokens.refused 1 auth.token.kind=access auth.refusal.reason={token.Reason}")));
    }

    [Test]
    public async Task A_token_without_a_session_is_counted_if_sessions_are_required()
    {
        await using var server = await AuthServer.StartAsync(
            settings: new Dictionary<string, string> { ["Auth:Jwt:AcceptTokensWithoutSession"] = "false" });
        var token = Claims.ForAccess(await server.CreateUserAsync()).Sign();
        using var metrics = Recorded(server);

        await server.StatusOfMeAsync(token);

        Assert.That(
            metrics.Lines,
            Is.EqualTo(["auth.tokens.refused 1 auth.token.kind=access auth.refusal.reason=without_session"]));
    }

    [Test]
    public async Task Valid_and_revoked_tokens_are_not_counted_as_refused()
    {
        await using var server = await AuthServer.StartAsync();
        var tokens = await server.LogInAsync(await server.CreateUserAsync());
        using var metrics = Recorded(server);

        await server.StatusOfMeAsync(tokens.Access);
        await server.RevokeAsync(tokens.Refresh);

        Assert.That(metrics.Lines, Is.Empty);
    }

    private static RecordedMetrics Recorded(AuthServer server) => new(server.Services.GetRequiredService<IMeterFactory>());
}
