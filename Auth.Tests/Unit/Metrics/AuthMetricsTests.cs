using Auth.Application.Backends;
using Auth.Application.Metrics;

namespace Auth.Tests.Unit.Metrics;

public sealed class AuthMetricsTests : IDisposable
{
    private readonly RecordedMetrics _recorded = new();

    public void Dispose() => _recorded.Dispose();

    [Test]
    public void Instruments_have_the_units_of_the_OpenTelemetry_conventions()
    {
        var metrics = _recorded.Metrics;
        metrics.CountLogin(Outcome.Success);
        metrics.CountRefresh(Outcome.Success);
        metrics.CountRegistration();
        metrics.CountIssuedToken(TokenKind.Access);
        metrics.CountRefusedToken(TokenKind.Access, TokenRefusal.Expired);
        metrics.CountMail(Outcome.Sent);
        metrics.CountRehash(Outcome.Success);
        metrics.RecordHash("bcrypt", TimeSpan.Zero, TimeSpan.Zero);
        metrics.ObserveQueue("bcrypt", () => 0);
        _recorded.Observe();

        Assert.That(
            _recorded.Instruments.Select(instrument => $"{instrument.Name} {instrument.Unit}"),
            Is.EqualTo(
            [
                "auth.logins {login}", "auth.refreshes {refresh}", "auth.registrations {registration}",
                "auth.tokens.issued {token}", "auth.tokens.refused {token}", "auth.mails {mail}", "auth.rehashes {rehash}",
                "auth.hash.time_in_queue s", "auth.hash.duration s", "auth.queue.length {item}",
            ]));
    }

    [Test]
    public void Each_refusal_reason_has_a_unique_name()
    {
        foreach (var reason in Enum.GetValues<TokenRefusal>())
            _recorded.Metrics.CountRefusedToken(TokenKind.Access, reason);

        Assert.That(_recorded.Lines, Is.Unique);
    }

    [Test]
    public void The_length_of_each_queue_is_reported()
    {
        _recorded.Metrics.ObserveQueue("one", () => 1);
        _recorded.Metrics.ObserveQueue("two", () => 2);

        _recorded.Observe();

        Assert.That(
            _recorded.Lines, Is.EqualTo(["auth.queue.length 1 auth.queue.name=one", "auth.queue.length 2 auth.queue.name=two"]));
    }
}
