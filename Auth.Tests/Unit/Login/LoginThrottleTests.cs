using System.Text;
using Auth.Application.Login;
using Microsoft.EntityFrameworkCore;

namespace Auth.Tests.Unit.Login;

public sealed class LoginThrottleTests
{
    private const string Home = "203.0.113.7";
    private const string Stranger = "198.51.100.1";

    [Test]
    public async Task The_wait_doubles_with_each_failure_after_ten_up_to_15_minutes()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 10);

        var waits = new List<double>();
        for (var failure = 10; failure < 23; failure++)
        {
            var wait = await logins.FailAsync();
            waits.Add(wait.TotalSeconds);
            logins.Clock.Advance(wait);
            await logins.FailAsync(times: 1);
        }

        Assert.That(waits, Is.EqualTo(new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900 }));
    }

    [Test]
    public async Task An_attempt_one_millisecond_before_the_end_of_the_wait_is_refused()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 10);
        logins.Clock.Advance(TimeSpan.FromMilliseconds(999));

        Assert.That(await logins.FailAsync(), Is.EqualTo(TimeSpan.FromMilliseconds(1)));
    }

    [Test]
    public async Task Attempts_during_the_wait_do_not_extend_it()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 10);
        for (var attempt = 0; attempt < 5; attempt++)
            await logins.FailAsync();
        logins.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.That(await logins.FailAsync(), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task Failures_from_all_unknown_networks_are_counted_together()
    {
        await using var logins = new ThrottledLogins();
        for (var network = 0; network < 10; network++)
            await logins.BeginAsync(from: $"198.51.{network}.1");

        Assert.That(await logins.FailAsync(from: null), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task Failures_are_counted_regardless_of_the_case_of_the_address()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 10, email: "Nick@Example.com");

        Assert.That(await logins.FailAsync("nick@example.COM"), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task Failures_of_one_address_do_not_throttle_another()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 10);

        Assert.That(await logins.FailAsync("somebody-else@example.com"), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task A_success_clears_the_failures()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 9);
        await logins.SucceedAsync(from: null);
        await logins.FailAsync(times: 9);

        Assert.That(await logins.FailAsync(), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task A_success_resets_the_length_of_the_next_wait()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 10);
        logins.Clock.Advance(TimeSpan.FromSeconds(1));
        await logins.FailAsync(times: 1);
        logins.Clock.Advance(TimeSpan.FromSeconds(2));
        await logins.SucceedAsync(from: null);
        await logins.FailAsync(times: 10);

        Assert.That(await logins.FailAsync(), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task A_refunded_failure_causes_no_wait()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 9);
        await logins.Throttle.RefundAsync(await logins.BeginAsync());

        Assert.That(await logins.FailAsync(), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task A_refunded_failure_keeps_the_wait_of_another_failure()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 9);
        var slow = await logins.BeginAsync();
        logins.Clock.Advance(TimeSpan.FromSeconds(1));
        await logins.FailAsync(times: 1);
        await logins.Throttle.RefundAsync(slow);

        Assert.That(await logins.FailAsync(), Is.EqualTo(TimeSpan.FromSeconds(2)));
    }

    [Test]
    public async Task Failures_from_unknown_networks_do_not_throttle_a_known_network()
    {
        await using var logins = new ThrottledLogins();
        await logins.SucceedAsync(Home);
        await logins.FailAsync(times: 10, from: Stranger);

        Assert.That(await logins.FailAsync(from: "203.0.113.250"), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task A_known_network_is_throttled_after_ten_failures()
    {
        await using var logins = new ThrottledLogins();
        await logins.SucceedAsync(Home);
        await logins.FailAsync(times: 10, from: Home);

        Assert.That(await logins.FailAsync(from: Home), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [TestCase(-1, 0)]
    [TestCase(0, 1)]
    public async Task A_network_is_known_for_thirty_days(int seconds, int wait)
    {
        await using var logins = new ThrottledLogins();
        await logins.SucceedAsync(Home);
        logins.Clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(seconds));
        await logins.FailAsync(times: 10, from: Stranger);

        Assert.That(await logins.FailAsync(from: Home), Is.EqualTo(TimeSpan.FromSeconds(wait)));
    }

    [Test]
    public async Task A_success_in_a_known_network_does_not_clear_the_failures_of_others()
    {
        await using var logins = new ThrottledLogins();
        await logins.SucceedAsync(Home);
        await logins.FailAsync(times: 10, from: Stranger);
        await logins.SucceedAsync(Home);

        Assert.That(await logins.FailAsync(from: Stranger), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [TestCase(Home)]
    [TestCase(Stranger)]
    public async Task A_new_password_clears_the_failures_in_all_networks(string from)
    {
        await using var logins = new ThrottledLogins();
        await logins.SucceedAsync(Home);
        await logins.FailAsync(times: 10, from: from);
        await logins.Throttle.ResetAsync("nick@example.com", ipAddress: null);

        Assert.That(await logins.FailAsync(from: from), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task The_address_is_not_stored()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 1);

        var budget = await logins.Database.LoginBudgets.SingleAsync();

        Assert.That(Encoding.UTF8.GetString(budget.Account).Contains("nick", StringComparison.OrdinalIgnoreCase), Is.False);
    }

    [Test]
    public async Task A_disabled_throttle_refuses_no_login()
    {
        await using var logins = new ThrottledLogins(new ThrottleOptions { Enabled = false, MaxFailures = 1 });
        await logins.FailAsync(times: 3);

        Assert.That(await logins.FailAsync(), Is.EqualTo(TimeSpan.Zero));
    }
}
