using Auth.Application.Login;
using Microsoft.EntityFrameworkCore;

namespace Auth.Tests.Unit.Login;

/// <summary>Tests of failures that were counted while the clock was days ahead.</summary>
public sealed class ClockJumpTests
{
    private static readonly TimeSpan Jump = TimeSpan.FromDays(3);

    [Test]
    public async Task A_wait_is_at_most_the_longest_wait()
    {
        await using var logins = await FailAheadAsync();

        Assert.That(await logins.FailAsync(), Is.EqualTo(TimeSpan.FromSeconds(900)));
    }

    [Test]
    public async Task A_wait_ends_after_the_longest_wait()
    {
        await using var logins = await FailAheadAsync();
        await logins.FailAsync();
        logins.Clock.Advance(TimeSpan.FromSeconds(900));

        Assert.That(await logins.FailAsync(), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task The_time_of_the_next_attempt_is_corrected()
    {
        await using var logins = await FailAheadAsync();

        var throttled = (await logins.Throttle.BeginAsync("nick@example.com", null, null, default)).Error!;

        Assert.That(throttled.RetryAt, Is.EqualTo(logins.Clock.GetUtcNow().AddSeconds(900)));
    }

    [Test]
    public async Task A_wait_set_by_a_process_whose_clock_is_two_seconds_ahead_is_kept()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 10);
        logins.Clock.AdjustTime(logins.Clock.GetUtcNow() - TimeSpan.FromSeconds(2));

        Assert.That(await logins.FailAsync(), Is.EqualTo(TimeSpan.FromSeconds(3)));
    }

    [TestCase("198.51.100.1")]
    [TestCase(null)]
    public async Task A_login_after_a_success_on_a_process_whose_clock_is_ahead_is_not_throttled(string? network)
    {
        await using var logins = new ThrottledLogins();
        await logins.SucceedAsync(network);
        logins.Clock.AdjustTime(logins.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(20));

        Assert.That(await logins.FailAsync(from: network), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task A_login_after_a_refund_on_a_process_whose_clock_is_ahead_is_not_throttled()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 9);
        await logins.Throttle.RefundAsync(await logins.BeginAsync());
        logins.Clock.AdjustTime(logins.Clock.GetUtcNow() - TimeSpan.FromMilliseconds(20));

        Assert.That(await logins.FailAsync(), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task Failures_are_kept_no_longer_than_a_day_after_the_clock_was_corrected()
    {
        await using var logins = await FailAheadAsync();
        await logins.FailAsync();

        var budget = await logins.Database.LoginBudgets.AsNoTracking().SingleAsync();

        Assert.That(budget.ExpiresAt, Is.EqualTo(logins.Clock.GetUtcNow() + LoginThrottle.Memory));
    }

    [Test]
    public async Task A_network_is_known_no_longer_than_thirty_days_after_the_clock_was_corrected()
    {
        const string home = "203.0.113.7";
        await using var logins = new ThrottledLogins();
        logins.Clock.Advance(Jump);
        await logins.SucceedAsync(home);
        SetBack(logins);
        await logins.FailAsync(from: home);

        var budget = await logins.Database.LoginBudgets.AsNoTracking().SingleAsync(known => known.Network != "");

        Assert.That(budget.ExpiresAt, Is.EqualTo(logins.Clock.GetUtcNow().AddDays(30)));
    }

    private static async Task<ThrottledLogins> FailAheadAsync()
    {
        var logins = new ThrottledLogins();
        logins.Clock.Advance(Jump);
        await logins.FailAsync(times: 10);
        SetBack(logins);
        return logins;
    }

    private static void SetBack(ThrottledLogins logins) => logins.Clock.AdjustTime(logins.Clock.GetUtcNow() - Jump);
}
