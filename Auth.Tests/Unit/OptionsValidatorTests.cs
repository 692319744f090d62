using Auth.Application;
using Auth.Application.Backends.Jwt;
using Auth.Application.Mail;
using Auth.Tests.Unit.Backends;

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
        ("a short secret that verifies", "Auth:Jwt:VerificationSecrets:1", options =>
            Add(options.Jwt.VerificationSecrets, new string('x', 32), new string('y', 31))),
        ("an empty secret that verifies", "Auth:Jwt:VerificationSecrets:0", options => options.Jwt.VerificationSecrets.Add("")),
        ("a secret that verifies twice", "Auth:Jwt:VerificationSecrets:1", options =>
            Add(options.Jwt.VerificationSecrets, new string('x', 32), new string('x', 32))),
        ("the secret itself among those that verify", "Auth:Jwt:VerificationSecrets:0", options =>
            options.Jwt.VerificationSecrets.Add(Settings.Secret)),
        ("no key to sign with", "Auth:Jwt:SigningKey ", options => options.Jwt.SigningKey = "a key"),
        ("a file without a key to sign with", "Auth:Jwt:SigningKeyFile ", options =>
            (options.Jwt.SigningKey, options.Jwt.SigningKeyFile) = ("a key", "key.pem")),
        ("a public key to sign with", "Auth:Jwt:SigningKey ", options => options.Jwt.SigningKey = SomeKey.Es256.PublicPem),
        ("an algorithm without a key", "Auth:Jwt:SigningAlgorithm", options =>
            options.Jwt.SigningAlgorithm = JwtAlgorithm.ES256),
        ("a fourth algorithm", "Auth:Jwt:SigningAlgorithm", options =>
            (options.Jwt.SigningKey, options.Jwt.SigningAlgorithm) = (SomeKey.Rs256.PrivatePem, (JwtAlgorithm)3)),
        ("an algorithm of another kind of key", "Auth:Jwt:SigningKey ", options =>
            (options.Jwt.SigningKey, options.Jwt.SigningAlgorithm) = (SomeKey.Rs256.PrivatePem, JwtAlgorithm.ES256)),
        ("no key to verify with", "Auth:Jwt:VerificationKeys:1", options =>
            Add(options.Jwt.VerificationKeys, SomeKey.Es256.PublicPem, "a key")),
        ("a file without a key to verify with", "Auth:Jwt:VerificationKeyFiles:0", options =>
        {
            Add(options.Jwt.VerificationKeys, SomeKey.Es256.PublicPem, "a key");
            options.Jwt.VerificationKeyFiles.Add("key.pem");
        }),
        ("a key that verifies what another kind signs", "Auth:Jwt:VerificationKeys:0", options =>
            options.Jwt.VerificationKeys.Add("PS256:" + SomeKey.Es256.PublicPem)),
        ("a key that verifies twice", "Auth:Jwt:VerificationKeys:1", options =>
            Add(options.Jwt.VerificationKeys, SomeKey.Rs256.PublicPem, "PS256:" + SomeKey.Rs256.PrivatePem)),
        ("the key that signs among those that verify", "Auth:Jwt:VerificationKeys:0", options =>
        {
            options.Jwt.SigningKey = SomeKey.Es256.PrivatePem;
            options.Jwt.VerificationKeys.Add(SomeKey.Es256.PublicPem);
        }),
        ("a blank issuer", "Auth:Jwt:Issuer", options => options.Jwt.Issuer = " "),
        ("an issuer that is nearly a URI", "Auth:Jwt:Issuer", options => options.Jwt.Issuer = "https://"),
        ("a lifetime of 0", "Auth:Jwt:LifetimeSeconds", options => options.Jwt.LifetimeSeconds = 0),
        ("a negative lifetime", "Auth:Jwt:LifetimeSeconds", options => options.Jwt.LifetimeSeconds = -1),
        ("a lifetime beyond ten years", "Auth:Jwt:LifetimeSeconds", options => options.Jwt.LifetimeSeconds = int.MaxValue),
        ("a verification in no time", "Auth:Jwt:VerificationLifetimeSeconds", options =>
            options.Jwt.VerificationLifetimeSeconds = 0),
        ("a recovery in no time", "Auth:Jwt:RecoverEmailLifetimeSeconds", options => options.Jwt.RecoverEmailLifetimeSeconds = 0),
        ("no session", "Auth:Sessions:MaxPerUser", options => options.Sessions.MaxPerUser = 0),
        ("too many sessions", "Auth:Sessions:MaxPerUser", options => options.Sessions.MaxPerUser = 10_001),
        ("no refresh", "Auth:Sessions:MaxRefreshesPerHour", options => options.Sessions.MaxRefreshesPerHour = 0),
        ("too many refreshes", "Auth:Sessions:MaxRefreshesPerHour", options => options.Sessions.MaxRefreshesPerHour = 36_001),
        ("no wrong current password", "Auth:Sessions:MaxCurrentPasswordFailures", options =>
            options.Sessions.MaxCurrentPasswordFailures = 0),
        ("too many wrong current passwords", "Auth:Sessions:MaxCurrentPasswordFailures", options =>
            options.Sessions.MaxCurrentPasswordFailures = 1001),
        ("a reset in no time", "Auth:Jwt:ResetLifetimeSeconds", options => options.Jwt.ResetLifetimeSeconds = 0),
        ("origins of all the world", "Auth:Cors:Origins", options => options.Cors.Origins.Add("*")),
        ("origins of all of a domain", "Auth:Cors:Origins", options => options.Cors.Origins.Add("https://*.example.com")),
        ("the origin of nobody", "Auth:Cors:Origins", options => options.Cors.Origins.Add("null")),
        ("an empty origin", "Auth:Cors:Origins", options => options.Cors.Origins.Add("")),
        ("an origin without a scheme", "Auth:Cors:Origins", options => options.Cors.Origins.Add("app.example.com")),
        ("an origin with a slash", "Auth:Cors:Origins", options => options.Cors.Origins.Add("https://app.example.com/")),
        ("an origin with a path", "Auth:Cors:Origins", options => options.Cors.Origins.Add("https://app.example.com/login")),
        ("an origin with a user", "Auth:Cors:Origins", options => options.Cors.Origins.Add("https://a@app.example.com")),
        ("an origin in capitals", "Auth:Cors:Origins", options => options.Cors.Origins.Add("https://App.example.com")),
        ("an origin with its scheme's port", "Auth:Cors:Origins", options =>
            options.Cors.Origins.Add("https://app.example.com:443")),
        ("the origin of a file", "Auth:Cors:Origins", options => options.Cors.Origins.Add("file://")),
        ("less than no TLS", "Auth:HstsDays", options => options.HstsDays = -1),
        ("TLS for a dozen years", "Auth:HstsDays", options => options.HstsDays = 4380),
        ("a fourth provider", "Auth:Database:Provider", options => options.Database.Provider = (DatabaseProvider)3),
        ("no waiting writer", "Auth:Database:MaxWaitingWriters", options => options.Database.MaxWaitingWriters = 0),
        ("100001 waiting writers", "Auth:Database:MaxWaitingWriters", options => options.Database.MaxWaitingWriters = 100_001),
        ("a drain of -1 s", "Auth:Shutdown:DrainSeconds", options => options.Shutdown.DrainSeconds = -1),
        ("a drain of 601 s", "Auth:Shutdown:DrainSeconds", options => options.Shutdown.DrainSeconds = 601),
        ("a work factor of 3", "Auth:Passwords:WorkFactor", options => options.Passwords.WorkFactor = 3),
        ("a work factor of 19", "Auth:Passwords:WorkFactor", options => options.Passwords.WorkFactor = 19),
        ("passwords of 0 characters", "Auth:Passwords:MinimumLength", options => options.Passwords.MinimumLength = 0),
        ("passwords of 257 characters", "Auth:Passwords:MinimumLength", options => options.Passwords.MinimumLength = 257),
        ("negative threads", "Auth:Passwords:HashingThreads", options => options.Passwords.HashingThreads = -1),
        ("1,025 threads", "Auth:Passwords:HashingThreads", options => options.Passwords.HashingThreads = 1025),
        ("negative threads of Argon2id", "Auth:Passwords:Argon2idThreads", options => options.Passwords.Argon2idThreads = -1),
        ("1,025 threads of Argon2id", "Auth:Passwords:Argon2idThreads", options => options.Passwords.Argon2idThreads = 1025),
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
        ("fifty-one tries", "Auth:Email:Smtp:MaxAttempts", options => options.Email.Smtp.MaxAttempts = 51),
        ("a token in the query", "Auth:Email:VerifyUrl", options =>
            options.Email.VerifyUrl = "https://example.com/?token={token}"),
        ("a token before the #", "Auth:Email:ResetUrl", options => options.Email.ResetUrl = "https://example.com/{token}#"),
        ("a recovery link without a token", "Auth:Email:RecoverUrl", options =>
            options.Email.RecoverUrl = "https://example.com/#token"),
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
        ("another secret that verifies", options => options.Jwt.VerificationSecrets.Add(new string('x', 32))),
        ("a key to sign with", options => options.Jwt.SigningKey = SomeKey.Es256.PrivatePem),
        ("a key to sign with by PS256", options =>
            (options.Jwt.SigningKey, options.Jwt.SigningAlgorithm) = (SomeKey.Ps256.PrivatePem, JwtAlgorithm.PS256)),
        ("keys to verify with", options =>
            Add(options.Jwt.VerificationKeys,
                SomeKey.Es256.PublicPem, SomeKey.Rs256.PrivatePem, "PS256:" + SomeKey.Ps256.PublicPem)),
        ("an issuer", options => options.Jwt.Issuer = "https://auth.example.com"),
        ("an issuer that is a name", options => options.Jwt.Issuer = "auth"),
        ("a lifetime of a second", options => options.Jwt.LifetimeSeconds = 1),
        ("a lifetime of ten years", options => options.Jwt.LifetimeSeconds = 10 * 365 * 24 * 3600),
        ("two origins", options =>
        {
            options.Cors.Origins.Add("https://app.example.com");
            options.Cors.Origins.Add("http://localhost:3000");
        }),
        ("the origin of a web view", options => options.Cors.Origins.Add("capacitor://localhost")),
        ("an origin at an address of IPv6", options => options.Cors.Origins.Add("http://[::1]:3000")),
        ("no word of TLS", options => options.HstsDays = 0),
        ("no drain", options => options.Shutdown.DrainSeconds = 0),
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
        var settings = Settings.Create(options =>
        {
            (options.Jwt.Secret, options.Jwt.SigningKey) = ("tell-nobody", "tell-nobody");
            options.Jwt.VerificationSecrets.Add("tell-nobody");
            options.Jwt.VerificationKeys.Add("tell-nobody");
        });

        Assert.That(new AuthOptionsValidator().Validate(null, settings.Value).FailureMessage, Does.Not.Contain("tell-nobody"));
    }

    private static void Add(IList<string> list, params string[] members)
    {
        foreach (var member in members)
            list.Add(member);
    }
}
