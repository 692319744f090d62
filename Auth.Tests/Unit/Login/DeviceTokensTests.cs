using Auth.Application;
using Auth.Application.Login;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Unit.Login;

public sealed class DeviceTokensTests
{
    private const string Email = "nick@example.com";
    private const string AnotherSecret = "another-secret-of-the-tests-0123456789";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Test]
    public void The_budget_name_of_a_token_fits_its_column()
    {
        var budget = Devices().BudgetOf(Email, Issue());

        Assert.That(budget, Does.Match("^device:[0-9a-f]{32}$").And.Length.LessThanOrEqualTo(48));
    }

    [Test]
    public void Each_token_has_a_separate_budget() =>
        Assert.That(Enumerable.Range(0, 20).Select(_ => Devices().BudgetOf(Email, Issue())), Is.Unique);

    [Test]
    public void A_token_is_valid_regardless_of_the_case_of_the_address() =>
        Assert.That(Devices().BudgetOf("NICK@example.com", Issue()), Is.Not.Null);

    [Test]
    public void A_token_of_another_account_is_invalid() =>
        Assert.That(Devices().BudgetOf("somebody-else@example.com", Issue()), Is.Null);

    [Test]
    public void A_token_signed_with_another_secret_is_invalid() =>
        Assert.That(Devices(options => options.Jwt.Secret = AnotherSecret).BudgetOf(Email, Issue()), Is.Null);

    [Test]
    public void A_token_is_valid_after_a_rotation_of_the_secret()
    {
        var rotated = Devices(options =>
        {
            options.Jwt.Secret = AnotherSecret;
            options.Jwt.VerificationSecrets.Add(Settings.Secret);
        });

        Assert.That(rotated.BudgetOf(Email, Issue()), Is.Not.Null);
    }

    [Test]
    public void A_token_signed_with_the_old_secret_is_replaced_immediately()
    {
        var rotated = Devices(options =>
        {
            options.Jwt.Secret = AnotherSecret;
            options.Jwt.VerificationSecrets.Add(Settings.Secret);
        });

        var replaced = rotated.Renew(Email, Issue());

        Assert.That(Devices(options => options.Jwt.Secret = AnotherSecret).BudgetOf(Email, replaced), Is.Not.Null);
    }

    // An attacker who guesses the secret could give each guess of a password its own failure count.
    [Test]
    public void A_token_signed_with_a_weak_verification_secret_is_invalid()
    {
        var forged = Devices(options => options.Jwt.Secret = "SECRET").Renew(Email, token: null);

        var devices = Devices(options =>
        {
            options.Jwt.WeakSecretsUntil = new DateOnly(2030, 1, 1);
            options.Jwt.VerificationSecrets.Add("SECRET");
        });

        Assert.That(devices.BudgetOf(Email, forged), Is.Null);
    }

    [Test]
    public void A_non_ASCII_text_of_the_length_of_a_token_is_invalid() =>
        Assert.That(Devices().BudgetOf(Email, new string('\u00e9', Issue().Length)), Is.Null);

    [Test]
    public void A_token_with_any_changed_character_is_invalid()
    {
        var (devices, token) = (Devices(), Issue());

        var accepted = Enumerable.Range(0, token.Length)
            .Select(index => $"{token[..index]}{(token[index] is 'A' ? 'B' : 'A')}{token[(index + 1)..]}")
            .Where(forged => devices.BudgetOf(Email, forged) is not null);

        Assert.That(accepted, Is.Empty);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [TestCase("***************************************************************************")]
    [TestCase("                                                                           ")]
    [TestCase("\0\ud800\u00e9")]
    public void A_malformed_token_is_invalid(string? token) => Assert.That(Devices().BudgetOf(Email, token), Is.Null);

    [TestCase(-1, true)]
    [TestCase(0, false)]
    public void A_token_is_valid_until_it_expires(int seconds, bool valid)
    {
        var token = Issue();

        _time.Advance(Lifetime + TimeSpan.FromSeconds(seconds));

        Assert.That(Devices().BudgetOf(Email, token), valid ? Is.Not.Null : Is.Null);
    }

    [TestCase(0, false)]
    [TestCase(1, true)]
    public void A_token_is_renewed_after_half_of_its_lifetime(int seconds, bool renewed)
    {
        var token = Issue();

        _time.Advance((Lifetime / 2) + TimeSpan.FromSeconds(seconds));

        Assert.That(Devices().Renew(Email, token), renewed ? Is.Not.Null : Is.Null);
    }

    [Test]
    public void A_renewed_token_is_valid_for_a_full_lifetime_and_keeps_its_budget()
    {
        var token = Issue();
        var budget = Devices().BudgetOf(Email, token);
        _time.Advance((Lifetime / 2) + Second);
        var renewed = Devices().Renew(Email, token);
        _time.Advance(Lifetime - Second);

        Assert.That(Devices().BudgetOf(Email, renewed), Is.EqualTo(budget));
    }

    [Test]
    public void A_token_issued_before_the_clock_was_set_back_is_valid_and_is_replaced()
    {
        var token = Issue();
        _time.AdjustTime(_time.GetUtcNow() - TimeSpan.FromDays(3));

        Assert.That(new[] { Devices().BudgetOf(Email, token), Devices().Renew(Email, token) }, Has.All.Not.Null);
    }

    [TestCase(false, true)]
    [TestCase(true, false)]
    public void No_token_is_issued_or_valid_when_the_throttle_or_its_cookies_are_disabled(bool throttle, bool cookies)
    {
        var devices = Devices(options => (options.Throttle.Enabled, options.Throttle.DeviceCookies) = (throttle, cookies));

        Assert.That((devices.Renew(Email, null), devices.BudgetOf(Email, Issue())), Is.EqualTo(((string?)null, (string?)null)));
    }

    private string Issue() => Devices().Renew(Email, token: null)!;

    private DeviceTokens Devices(Action<AuthOptions>? change = null) => new(Settings.Create(change), _time);
}
