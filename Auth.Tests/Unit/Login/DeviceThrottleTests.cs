using Auth.Application.Login;
using Microsoft.EntityFrameworkCore;

namespace Auth.Tests.Unit.Login;

/// <summary>Tests of logins from devices with a device token.</summary>
public sealed class DeviceThrottleTests
{
    private const string Email = "nick@example.com";
    private const string Home = "203.0.113.7";
    private const string Hotel = "192.0.2.1";

    [Test]
    public async Task Continuous_guessing_by_others_does_not_throttle_a_device_in_a_new_network()
    {
        await using var logins = new ThrottledLogins();
        var device = logins.Devices.Renew(Email, null);
        for (var second = 0; second < 3600; second++)
        {
            await logins.FailAsync();
            logins.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(
            (await logins.FailAsync(from: Hotel) > TimeSpan.Zero, await logins.FailAsync(from: Hotel, device: device)),
            Is.EqualTo((true, TimeSpan.Zero)));
    }

    [Test]
    public async Task A_device_is_throttled_after_ten_failures()
    {
        await using var logins = new ThrottledLogins();
        var device = logins.Devices.Renew(Email, null);
        await logins.FailAsync(times: 10, device: device);

        Assert.That(await logins.FailAsync(from: Hotel, device: device), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task A_device_token_of_another_account_has_no_separate_budget()
    {
        await using var logins = new ThrottledLogins();
        var device = logins.Devices.Renew("somebody-else@example.com", null);
        await logins.FailAsync(times: 10);

        Assert.That(await logins.FailAsync(device: device), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task The_failures_of_a_device_do_not_count_for_other_clients()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 10, device: logins.Devices.Renew(Email, null));

        Assert.That(await logins.FailAsync(), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task The_failures_of_a_device_expire_a_day_after_the_last_one()
    {
        await using var logins = new ThrottledLogins();
        var device = logins.Devices.Renew(Email, null);
        await logins.FailAsync(times: 1, device: device);
        logins.Clock.Advance(TimeSpan.FromHours(12));
        await logins.FailAsync(times: 1, device: device);

        var budget = await logins.Database.LoginBudgets.AsNoTracking().SingleAsync();

        Assert.That(budget.ExpiresAt, Is.EqualTo(logins.Clock.GetUtcNow() + LoginThrottle.Memory));
    }

    [Test]
    public async Task A_success_clears_the_failures_of_the_device()
    {
        await using var logins = new ThrottledLogins();
        var device = logins.Devices.Renew(Email, null);
        await logins.FailAsync(times: 9, device: device);
        await logins.SucceedAsync(Hotel, device);
        await logins.FailAsync(times: 9, device: device);

        Assert.That(await logins.FailAsync(device: device), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task A_success_of_a_device_does_not_clear_the_failures_of_its_network()
    {
        await using var logins = new ThrottledLogins();
        await logins.SucceedAsync(Home);
        await logins.FailAsync(times: 10, from: Home);
        await logins.SucceedAsync(Home, logins.Devices.Renew(Email, null));

        Assert.That(await logins.FailAsync(from: Home), Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task A_network_that_becomes_known_again_starts_without_failures()
    {
        await using var logins = new ThrottledLogins();
        await logins.SucceedAsync(Home);
        await logins.FailAsync(times: 10, from: Home);
        logins.Clock.Advance(TimeSpan.FromDays(30));
        await logins.SucceedAsync(Home);
        await logins.FailAsync(times: 9, from: Home);

        Assert.That(await logins.FailAsync(from: Home), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task A_password_reset_makes_its_network_known()
    {
        await using var logins = new ThrottledLogins();
        await logins.FailAsync(times: 10);
        await logins.Throttle.ResetAsync(Email, Hotel);
        await logins.FailAsync(times: 10);

        Assert.That(await logins.FailAsync(from: Hotel), Is.EqualTo(TimeSpan.Zero));
    }

    [Test]
    public async Task Failures_without_a_device_token_of_the_account_share_one_row()
    {
        await using var logins = new ThrottledLogins();
        for (var guess = 0; guess < 9; guess++)
            await logins.FailAsync(from: $"198.51.{guess}.1", device: logins.Devices.Renew($"{guess}@example.com", null));

        Assert.That(await logins.Database.LoginBudgets.CountAsync(), Is.EqualTo(1));
    }
}
