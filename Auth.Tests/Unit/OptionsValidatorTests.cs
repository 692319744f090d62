using Auth.Application;
using Auth.Application.Email;

namespace Auth.Tests.Unit;

/// <summary>One refused combination of settings a case.</summary>
public sealed class OptionsValidatorTests
{
    private static readonly (string Case, string Setting, Action<AuthOptions> Change)[] Refused =
    [
        ("no name of the backend", "Auth:AuthBackendName", options => options.AuthBackendName = ""),
        ("a blank name of the backend", "Auth:AuthBackendName", options => options.AuthBackendName = " "),
        ("a 403 for bad credentials", "Auth:BadCredentialsStatus", options => options.BadCredentialsStatus = 403),
        ("no secret", "Auth:Jwt:Secret", options => options.Jwt.Secret = null),
        ("an empty secret", "Auth:Jwt:Secret", options => options.Jwt.Secret = ""),
        ("a secret of 31 bytes", "Auth:Jwt:Secret", options => options.Jwt.Secret = new string('x', 31)),
        ("a lifetime of 0", "Auth:Jwt:LifetimeSeconds", options => options.Jwt.LifetimeSeconds = 0),
        ("a negative lifetime", "Auth:Jwt:LifetimeSeconds", options => options.Jwt.LifetimeSeconds = -1),
        ("a lifetime beyond ten years", "Auth:Jwt:LifetimeSeconds", options => options.Jwt.LifetimeSeconds = int.MaxValue),
        ("a verification in no time", "Auth:Jwt:VerificationLifetimeSeconds", options =>
            options.Jwt.VerificationLifetimeSeconds = 0),
        ("a reset in no time", "Auth:Jwt:ResetLifetimeSeconds", options => options.Jwt.ResetLifetimeSeconds = 0),
        ("a third provider", "Auth:Database:Provider", options => options.Database.Provider = (DatabaseProvider)2),
        ("SQL Server at no address", "Auth:Database:ConnectionString", options =>
            options.Database.Provider = DatabaseProvider.SqlServer),
        ("a work factor of 3", "Auth:Passwords:WorkFactor", options => options.Passwords.WorkFactor = 3),
        ("a work factor of 19", "Auth:Passwords:WorkFactor", options => options.Passwords.WorkFactor = 19),
        ("passwords of 0 characters", "Auth:Passwords:MinimumLength", options => options.Passwords.MinimumLength = 0),
        ("passwords of 257 characters", "Auth:Passwords:MinimumLength", options => options.Passwords.MinimumLength = 257),
        ("negative threads", "Auth:Passwords:HashingThreads", options => options.Passwords.HashingThreads = -1),
        ("1,025 threads", "Auth:Passwords:HashingThreads", options => options.Passwords.HashingThreads = 1025),
        ("a negative queue", "Auth:Passwords:MaxQueueLength", options => options.Passwords.MaxQueueLength = -1),
        ("mail to two places", "Auth:Email:PickupFolder", options =>
            (options.Email.PickupFolder, options.Email.Smtp.Host) = ("mail", "mail.example.com")),
        ("mail from nobody", "Auth:Email:From", options => options.Email.From = ""),
        ("port 0", "Auth:Email:Smtp:Port", options => options.Email.Smtp.Port = 0),
        ("port 65536", "Auth:Email:Smtp:Port", options => options.Email.Smtp.Port = 65536),
        ("a fourth security", "Auth:Email:Smtp:Security", options => options.Email.Smtp.Security = (SmtpSecurity)3),
        ("a user without a password", "Auth:Email:Smtp:Password", options => options.Email.Smtp.User = "auth"),
        ("a password without a user", "Auth:Email:Smtp:User", options => options.Email.Smtp.Password = "secret"),
        ("no time for mail", "Auth:Email:Smtp:TimeoutSeconds", options => options.Email.Smtp.TimeoutSeconds = 0),
        ("eleven minutes for mail", "Auth:Email:Smtp:TimeoutSeconds", options => options.Email.Smtp.TimeoutSeconds = 660),
        ("no try", "Auth:Email:Smtp:MaxAttempts", options => options.Email.Smtp.MaxAttempts = 0),
        ("eleven tries", "Auth:Email:Smtp:MaxAttempts", options => options.Email.Smtp.MaxAttempts = 11),
        ("a token in the query", "Auth:Email:VerifyUrl", options =>
            options.Email.VerifyUrl = "https://example.com/?token={token}"),
        ("a token before the #", "Auth:Email:ResetUrl", options => options.Email.ResetUrl = "https://example.com/{token}#"),
        ("a link without a token", "Auth:Email:ResetUrl", options => options.Email.ResetUrl = "https://example.com/#token"),
        ("a link without a host", "Auth:Email:VerifyUrl", options => options.Email.VerifyUrl = "/account#{token}"),
        ("a link to a file", "Auth:Email:VerifyUrl", options => options.Email.VerifyUrl = "file:///account#{token}"),
        ("a trail of no day", "Auth:Audit:KeepDays", options => options.Audit.KeepDays = 0),
        ("a trail of more than ten years", "Auth:Audit:KeepDays", options => options.Audit.KeepDays = 3651),
        ("an empty link", "Auth:Email:VerifyUrl", options => options.Email.VerifyUrl = ""),
    ];

    private static readonly (string Case, Action<AuthOptions> Change)[] Accepted =
    [
        ("the defaults", _ => { }),
        ("a 401 for bad credentials", options => options.BadCredentialsStatus = 401),
        ("a secret of 32 bytes in 12 characters", options => options.Jwt.Secret = "€€€€€€€€€€xx"),
        ("a lifetime of a second", options => options.Jwt.LifetimeSeconds = 1),
        ("a lifetime of ten years", options => options.Jwt.LifetimeSeconds = 10 * 365 * 24 * 3600),
        ("SQL Server at an address", options =>
            (options.Database.Provider, options.Database.ConnectionString) = (DatabaseProvider.SqlServer, "Server=db")),
        ("a work factor of 4", options => options.Passwords.WorkFactor = 4),
        ("a work factor of 18", options => options.Passwords.WorkFactor = 18),
        ("a mail server with an account", options =>
            (options.Email.Smtp.Host, options.Email.Smtp.User, options.Email.Smtp.Password) = ("mail.example.com", "auth", "x")),
        ("a link to a page at home", options => options.Email.ResetUrl = "http://localhost:3000/#/reset/{token}"),
    ];

    private static IEnumerable<TestCaseData> RefusedCases() =>
        Refused.Select(refused => new TestCaseData(refused.Setting, refused.Change).SetArgDisplayNames(refused.Case));

    private static IEnumerable<TestCaseData> AcceptedCases() =>
        Accepted.Select(accepted => new TestCaseData(accepted.Change).SetArgDisplayNames(accepted.Case));

    [TestCaseSource(nameof(RefusedCases))]
    public void A_bad_setting_is_refused_with_one_sentence_that_names_it(string setting, Action<AuthOptions> change)
    {
        var result = new AuthOptionsValidator().Validate(null, Settings.Create(change).Value);

        Assert.That(result.Failures?.Single(), Does.Contain(setting));
    }

    [TestCaseSource(nameof(AcceptedCases))]
    public void A_good_setting_is_accepted(Action<AuthOptions> change) =>
        Assert.That(new AuthOptionsValidator().Validate(null, Settings.Create(change).Value).Failures, Is.Null);

    [Test]
    public void All_that_is_wrong_is_told_at_once()
    {
        var settings = Settings.Create(options => (options.Jwt.LifetimeSeconds, options.Passwords.WorkFactor) = (0, 0));

        Assert.That(new AuthOptionsValidator().Validate(null, settings.Value).Failures?.Count(), Is.EqualTo(2));
    }

    [Test]
    public void A_bad_secret_is_not_in_the_sentence_about_it()
    {
        var settings = Settings.Create(options => options.Jwt.Secret = "tell-nobody");

        Assert.That(new AuthOptionsValidator().Validate(null, settings.Value).FailureMessage, Does.Not.Contain("tell-nobody"));
    }
}
