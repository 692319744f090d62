using Auth.Api.Hosting;
using Auth.Application.Backends.Jwt;
using Auth.Application.Login.Passkeys;
using Auth.Application.Mail;
using Auth.Application.Registration;
using Auth.Application.Users.Fields;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Unit.Backends;

namespace Auth.Tests.Unit;

/// <summary>Tests of option validation, with one case per refused combination of settings.</summary>
public sealed class OptionsValidatorTests
{
    private static readonly (string Case, string Setting, Action<AuthApiOptions> Change)[] Refused =
    [
        ("an empty backend name", "Auth:AuthBackendName", options => options.AuthBackendName = ""),
        ("a blank backend name", "Auth:AuthBackendName", options => options.AuthBackendName = " "),
        ("a 403 for bad credentials", "Auth:BadCredentialsStatus", options => options.BadCredentialsStatus = 403),
        ("trusted devices without device tokens", "Auth:SecondFactor:TrustDeviceDays", options =>
            (options.SecondFactor.TrustDeviceDays, options.Throttle.DeviceCookies) = (30, false)),
        ("trusted devices without throttling", "Auth:SecondFactor:TrustDeviceDays", options =>
            (options.SecondFactor.TrustDeviceDays, options.Throttle.Enabled) = (30, false)),
        ("a colon in the name for apps", "Auth:SecondFactor:Issuer", options => options.SecondFactor.Issuer = "a:b"),
        ("a negative age of logins", "Auth:RequireRecentLogin:Seconds", options => options.RequireRecentLogin.Seconds = -1),
        ("no secret", "Auth:Jwt:Secret", options => options.Jwt.Secret = null),
        ("an empty secret", "Auth:Jwt:Secret", options => options.Jwt.Secret = ""),
        ("a secret of 31 bytes", "Auth:Jwt:Secret", options => options.Jwt.Secret = new string('x', 31)),
        ("a short verification secret", "Auth:Jwt:VerificationSecrets:1", options =>
            Add(options.Jwt.VerificationSecrets, new string('x', 32), new string('y', 31))),
        ("an empty verification secret", "Auth:Jwt:VerificationSecrets:0", options => options.Jwt.VerificationSecrets.Add("")),
        ("a duplicate verification secret", "Auth:Jwt:VerificationSecrets:1", options =>
            Add(options.Jwt.VerificationSecrets, new string('x', 32), new string('x', 32))),
        ("the secret itself as a verification secret", "Auth:Jwt:VerificationSecrets:0", options =>
            options.Jwt.VerificationSecrets.Add(Settings.Secret)),
        ("an unreadable signing key", "Auth:Jwt:SigningKey ", options => options.Jwt.SigningKey = "a key"),
        ("an unreadable signing key file", "Auth:Jwt:SigningKeyFile ", options =>
            (options.Jwt.SigningKey, options.Jwt.SigningKeyFile) = ("a key", "key.pem")),
        ("a public key as the signing key", "Auth:Jwt:SigningKey ", options => options.Jwt.SigningKey = SomeKey.Es256.PublicPem),
        ("an algorithm without a key", "Auth:Jwt:SigningAlgorithm", options =>
            options.Jwt.SigningAlgorithm = JwtAlgorithm.ES256),
        ("an undefined algorithm", "Auth:Jwt:SigningAlgorithm", options =>
            (options.Jwt.SigningKey, options.Jwt.SigningAlgorithm) = (SomeKey.Rs256.PrivatePem, (JwtAlgorithm)3)),
        ("an algorithm of another key type", "Auth:Jwt:SigningKey ", options =>
            (options.Jwt.SigningKey, options.Jwt.SigningAlgorithm) = (SomeKey.Rs256.PrivatePem, JwtAlgorithm.ES256)),
        ("an unreadable verification key", "Auth:Jwt:VerificationKeys:1", options =>
            Add(options.Jwt.VerificationKeys, SomeKey.Es256.PublicPem, "a key")),
        ("an unreadable verification key file", "Auth:Jwt:VerificationKeyFiles:0", options =>
        {
            Add(options.Jwt.VerificationKeys, SomeKey.Es256.PublicPem, "a key");
            options.Jwt.VerificationKeyFiles.Add("key.pem");
        }),
        ("a verification key with an algorithm of another key type", "Auth:Jwt:VerificationKeys:0", options =>
            options.Jwt.VerificationKeys.Add("PS256:" + SomeKey.Es256.PublicPem)),
        ("a duplicate verification key", "Auth:Jwt:VerificationKeys:1", options =>
            Add(options.Jwt.VerificationKeys, SomeKey.Rs256.PublicPem, "PS256:" + SomeKey.Rs256.PrivatePem)),
        ("the signing key as a verification key", "Auth:Jwt:VerificationKeys:0", options =>
        {
            options.Jwt.SigningKey = SomeKey.Es256.PrivatePem;
            options.Jwt.VerificationKeys.Add(SomeKey.Es256.PublicPem);
        }),
        ("passkeys without a relying party", "Auth:Passkeys:RelyingPartyId", options => options.Passkeys.Enabled = true),
        ("a relying party with a scheme", "Auth:Passkeys:RelyingPartyId", options =>
            options.Passkeys.RelyingPartyId = "https://example.com"),
        ("a relying party with an IP address", "Auth:Passkeys:RelyingPartyId", options => options.Passkeys.RelyingPartyId = "127.0.0.1"),
        ("a relying party in upper case", "Auth:Passkeys:RelyingPartyId", options => options.Passkeys.RelyingPartyId = "Example.com"),
        ("an origin with a path", "Auth:Passkeys:Origins", options => Passkeys(options, "https://example.com/login")),
        ("an origin without TLS", "Auth:Passkeys:Origins", options => Passkeys(options, "http://example.com")),
        ("an origin of another domain", "Auth:Passkeys:Origins", options => Passkeys(options, "https://notexample.com")),
        ("an origin without a relying party", "Auth:Passkeys:Origins", options => options.Passkeys.Origins.Add("https://example.com")),
        ("an undefined user verification", "Auth:Passkeys:UserVerification", options =>
            options.Passkeys.UserVerification = (PasskeyUserVerification)3),
        ("an undefined attestation", "Auth:Passkeys:Attestation", options => options.Passkeys.Attestation = (PasskeyAttestation)2),
        ("AAGUIDs without attestation", "Auth:Passkeys:AllowedAaguids", options => options.Passkeys.AllowedAaguids.Add($"{Guid.Empty}")),
        ("an AAGUID that is no UUID", "Auth:Passkeys:AllowedAaguids", options =>
        {
            options.Passkeys.Attestation = PasskeyAttestation.Direct;
            options.Passkeys.AllowedAaguids.Add("a model");
        }),
        ("no passkeys per user", "Auth:Passkeys:MaxPerUser", options => options.Passkeys.MaxPerUser = 0),
        ("a login link without a token", "Auth:MagicLink:Url", options => options.MagicLink.Url = "https://example.com/#token"),
        ("a return URL with a fragment", "Auth:MagicLink:ReturnUrls", options =>
            options.MagicLink.ReturnUrls.Add("https://example.com/#login")),
        ("a login link of 59 s", "Auth:MagicLink:LifetimeSeconds", options => options.MagicLink.LifetimeSeconds = 59),
        ("an undefined registration mode", "Auth:Registration:Mode", options =>
            options.Registration.Mode = (RegistrationMode)3),
        ("invitations of 0 s", "Auth:Registration:InvitationLifetimeSeconds", options =>
            options.Registration.InvitationLifetimeSeconds = 0),
        ("an invitation link without a token", "Auth:Email:InviteUrl", options =>
            options.Email.InviteUrl = "https://example.com/#token"),
        ("the audience of invitations", "Auth:Jwt:Audience", options => options.Jwt.Audience = "auth:invite"),
        ("an empty audience", "Auth:Jwt:Audience", options => options.Jwt.Audience = ""),
        ("a blank audience", "Auth:Jwt:Audience", options => options.Jwt.Audience = " "),
        ("the audience of verification tokens", "Auth:Jwt:Audience", options => options.Jwt.Audience = "fastapi-users:verify"),
        ("the audience of reset tokens", "Auth:Jwt:Audience", options => options.Jwt.Audience = "fastapi-users:reset"),
        ("the audience of recovery tokens", "Auth:Jwt:Audience", options =>
            options.Jwt.Audience = "fastapi-users:recover-email"),
        ("an empty verification secret beside a weak one", "Auth:Jwt:VerificationSecrets:1", options =>
        {
            options.Jwt.WeakSecretsUntil = new DateOnly(2030, 1, 1);
            Add(options.Jwt.VerificationSecrets, "SECRET", "");
        }),
        ("a duplicate weak secret", "Auth:Jwt:VerificationSecrets:1", options =>
        {
            options.Jwt.WeakSecretsUntil = new DateOnly(2030, 1, 1);
            Add(options.Jwt.VerificationSecrets, "SECRET", "SECRET");
        }),
        ("a weak signing secret", "Auth:Jwt:Secret", options =>
            (options.Jwt.Secret, options.Jwt.WeakSecretsUntil) = ("SECRET", new DateOnly(2030, 1, 1))),
        ("a blank issuer", "Auth:Jwt:Issuer", options => options.Jwt.Issuer = " "),
        ("an issuer that is an invalid URI", "Auth:Jwt:Issuer", options => options.Jwt.Issuer = "https://"),
        ("a lifetime of 0", "Auth:Jwt:LifetimeSeconds", options => options.Jwt.LifetimeSeconds = 0),
        ("a negative lifetime", "Auth:Jwt:LifetimeSeconds", options => options.Jwt.LifetimeSeconds = -1),
        ("a lifetime beyond ten years", "Auth:Jwt:LifetimeSeconds", options => options.Jwt.LifetimeSeconds = int.MaxValue),
        ("a verification lifetime of 0", "Auth:Jwt:VerificationLifetimeSeconds", options =>
            options.Jwt.VerificationLifetimeSeconds = 0),
        ("a recovery time of 0", "Auth:Jwt:RecoverEmailLifetimeSeconds", options => options.Jwt.RecoverEmailLifetimeSeconds = 0),
        ("0 sessions", "Auth:Sessions:MaxPerUser", options => options.Sessions.MaxPerUser = 0),
        ("too many sessions", "Auth:Sessions:MaxPerUser", options => options.Sessions.MaxPerUser = 10_001),
        ("0 refreshes", "Auth:Sessions:MaxRefreshesPerHour", options => options.Sessions.MaxRefreshesPerHour = 0),
        ("too many refreshes", "Auth:Sessions:MaxRefreshesPerHour", options => options.Sessions.MaxRefreshesPerHour = 36_001),
        ("0 wrong current passwords", "Auth:Sessions:MaxCurrentPasswordFailures", options =>
            options.Sessions.MaxCurrentPasswordFailures = 0),
        ("too many wrong current passwords", "Auth:Sessions:MaxCurrentPasswordFailures", options =>
            options.Sessions.MaxCurrentPasswordFailures = 1001),
        ("a reset lifetime of 0", "Auth:Jwt:ResetLifetimeSeconds", options => options.Jwt.ResetLifetimeSeconds = 0),
        ("a signer key that is not base64", "Auth:Passwords:Firebase:SignerKey", options =>
            options.Passwords.Firebase.SignerKey = "a key that is not base64"),
        ("a signer key of 3 bytes", "Auth:Passwords:Firebase:SignerKey", options => options.Passwords.Firebase.SignerKey = "AAAA"),
        ("a salt separator that is not base64", "Auth:Passwords:Firebase:SaltSeparator", options =>
            options.Passwords.Firebase.SaltSeparator = "?"),
        ("0 rounds", "Auth:Passwords:Firebase:Rounds", options => options.Passwords.Firebase.Rounds = 0),
        ("a memory cost of 21", "Auth:Passwords:Firebase:MemoryCost", options => options.Passwords.Firebase.MemoryCost = 21),
        ("the origin *", "Auth:Cors:Origins", options => options.Cors.Origins.Add("*")),
        ("a wildcard origin", "Auth:Cors:Origins", options => options.Cors.Origins.Add("https://*.example.com")),
        ("the origin null", "Auth:Cors:Origins", options => options.Cors.Origins.Add("null")),
        ("an empty origin", "Auth:Cors:Origins", options => options.Cors.Origins.Add("")),
        ("an origin without a scheme", "Auth:Cors:Origins", options => options.Cors.Origins.Add("app.example.com")),
        ("an origin with a slash", "Auth:Cors:Origins", options => options.Cors.Origins.Add("https://app.example.com/")),
        ("an origin with a path", "Auth:Cors:Origins", options => options.Cors.Origins.Add("https://app.example.com/login")),
        ("an origin with a user", "Auth:Cors:Origins", options => options.Cors.Origins.Add("https://a@app.example.com")),
        ("an origin in upper case", "Auth:Cors:Origins", options => options.Cors.Origins.Add("https://App.example.com")),
        ("an origin with the default port", "Auth:Cors:Origins", options =>
            options.Cors.Origins.Add("https://app.example.com:443")),
        ("a file origin", "Auth:Cors:Origins", options => options.Cors.Origins.Add("file://")),
        ("a negative HSTS lifetime", "Auth:HstsDays", options => options.HstsDays = -1),
        ("an HSTS lifetime of twelve years", "Auth:HstsDays", options => options.HstsDays = 4380),
        ("an undefined provider", "Auth:Database:Provider", options => options.Database.Provider = (DatabaseProvider)3),
        ("0 waiting writers", "Auth:Database:MaxWaitingWriters", options => options.Database.MaxWaitingWriters = 0),
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
        ("a negative queue length", "Auth:Passwords:MaxQueueLength", options => options.Passwords.MaxQueueLength = -1),
        ("a pickup folder and an SMTP host", "Auth:Email:PickupFolder", options =>
            (options.Email.PickupFolder, options.Email.Smtp.Host) = ("mail", "mail.example.com")),
        ("an empty sender", "Auth:Email:From", options => options.Email.From = ""),
        ("port 0", "Auth:Email:Smtp:Port", options => options.Email.Smtp.Port = 0),
        ("port 65536", "Auth:Email:Smtp:Port", options => options.Email.Smtp.Port = 65536),
        ("an undefined SMTP security", "Auth:Email:Smtp:Security", options => options.Email.Smtp.Security = (SmtpSecurity)3),
        ("a user without a password", "Auth:Email:Smtp:Password", options => options.Email.Smtp.User = "auth"),
        ("a password without a user", "Auth:Email:Smtp:User", options => options.Email.Smtp.Password = "secret"),
        ("an SMTP timeout of 0", "Auth:Email:Smtp:TimeoutSeconds", options => options.Email.Smtp.TimeoutSeconds = 0),
        ("an SMTP timeout of 11 minutes", "Auth:Email:Smtp:TimeoutSeconds", options => options.Email.Smtp.TimeoutSeconds = 660),
        ("0 attempts", "Auth:Email:Smtp:MaxAttempts", options => options.Email.Smtp.MaxAttempts = 0),
        ("51 attempts", "Auth:Email:Smtp:MaxAttempts", options => options.Email.Smtp.MaxAttempts = 51),
        ("a token in the query", "Auth:Email:VerifyUrl", options =>
            options.Email.VerifyUrl = "https://example.com/?token={token}"),
        ("a token before the #", "Auth:Email:ResetUrl", options => options.Email.ResetUrl = "https://example.com/{token}#"),
        ("a recovery link without a token", "Auth:Email:RecoverUrl", options =>
            options.Email.RecoverUrl = "https://example.com/#token"),
        ("a link without a token", "Auth:Email:ResetUrl", options => options.Email.ResetUrl = "https://example.com/#token"),
        ("a link without a host", "Auth:Email:VerifyUrl", options => options.Email.VerifyUrl = "/account#{token}"),
        ("a link to a file", "Auth:Email:VerifyUrl", options => options.Email.VerifyUrl = "file:///account#{token}"),
        ("0 days of audit trail", "Auth:Audit:KeepDays", options => options.Audit.KeepDays = 0),
        ("more than ten years of audit trail", "Auth:Audit:KeepDays", options => options.Audit.KeepDays = 3651),
        ("an empty link", "Auth:Email:VerifyUrl", options => options.Email.VerifyUrl = ""),
        ("a user field without a name", "Auth:UserFields:Fields:0:Name", options => AddField(options, "")),
        ("a user field whose name starts with a digit", "Auth:UserFields:Fields:0:Name", options => AddField(options, "1a")),
        ("a user field whose name starts with an underscore", "Auth:UserFields:Fields:0:Name", options =>
            AddField(options, "__proto__")),
        ("a user field whose name contains a line break", "Auth:UserFields:Fields:0:Name", options => AddField(options, "a\n")),
        ("a user field with a name of 65 characters", "Auth:UserFields:Fields:0:Name", options =>
            AddField(options, new string('a', 65))),
        ("a user field with the name of a flag", "Auth:UserFields:Fields", options => AddField(options, "is_superuser")),
        ("a user field with the name of a member in another case", "Auth:UserFields:Fields", options => AddField(options, "Email")),
        ("a user field with the name of the hash", "Auth:UserFields:Fields", options => AddField(options, "hashed_password")),
        ("a user field with the name of the current password", "Auth:UserFields:Fields", options =>
            AddField(options, "current_password")),
        ("two user fields with the same name", "Auth:UserFields:Fields", options =>
        {
            AddField(options, "nickname");
            AddField(options, "Nickname");
        }),
        ("a user field in tokens with the name of a registered claim", "Auth:UserFields:Fields", options =>
            AddField(options, "exp", field => field.InToken = true)),
        ("a user field in tokens with the name of the session claim", "Auth:UserFields:Fields", options =>
            AddField(options, "sid", field => field.InToken = true)),
        ("five user fields in tokens", "Auth:UserFields:Fields", options =>
        {
            for (var i = 0; i < 5; i++)
                AddField(options, $"field{i}", field => field.InToken = true);
        }),
        ("65 user fields", "Auth:UserFields:Fields", options =>
        {
            for (var i = 0; i < 65; i++)
                AddField(options, $"field{i}");
        }),
        ("a required user field with a default", "Auth:UserFields:Fields", options =>
            AddField(options, "a", field => (field.Required, field.Default) = (true, "x"))),
        ("a required user field that users cannot write", "Auth:UserFields:Fields", options =>
            AddField(options, "a", field => (field.Required, field.WritableBy) = (true, UserFieldWriter.Superuser))),
        ("a maximum length of a number", "Auth:UserFields:Fields", options =>
            AddField(options, "a", field => (field.Type, field.MaxLength) = (UserFieldType.Integer, 5))),
        ("a maximum length of 0", "Auth:UserFields:Fields:0:MaxLength", options => AddField(options, "a", field => field.MaxLength = 0)),
        ("a malformed pattern", "Auth:UserFields:Fields", options => AddField(options, "a", field => field.Pattern = "[a")),
        ("a pattern with a lookahead", "Auth:UserFields:Fields", options => AddField(options, "a", field => field.Pattern = "(?=a)b")),
        ("a pattern with a back-reference", "Auth:UserFields:Fields", options =>
            AddField(options, "a", field => field.Pattern = "(a)\\1")),
        ("a default of another type", "Auth:UserFields:Fields", options =>
            AddField(options, "a", field => (field.Type, field.Default) = (UserFieldType.Integer, "x"))),
        ("a default that violates the pattern", "Auth:UserFields:Fields", options =>
            AddField(options, "a", field => (field.Pattern, field.Default) = ("^[a-z]+$", "X"))),
        ("an undefined type of a user field", "Auth:UserFields:Fields:0:Type", options =>
            AddField(options, "a", field => field.Type = (UserFieldType)7)),
        ("an undefined writer of a user field", "Auth:UserFields:Fields:0:WritableBy", options =>
            AddField(options, "a", field => field.WritableBy = (UserFieldWriter)3)),
        ("an undefined treatment of unknown members", "Auth:UserFields:Unknown", options =>
            options.UserFields.Unknown = (UnknownMembers)2),
    ];

    private static readonly (string Case, Action<AuthApiOptions> Change)[] Accepted =
    [
        ("the defaults", _ => { }),
        ("a 401 for bad credentials", options => options.BadCredentialsStatus = 401),
        ("a secret of 32 bytes in 12 characters", options => options.Jwt.Secret = "€€€€€€€€€€xx"),
        ("a verification secret", options => options.Jwt.VerificationSecrets.Add(new string('x', 32))),
        ("a signing key", options => options.Jwt.SigningKey = SomeKey.Es256.PrivatePem),
        ("a PS256 signing key", options =>
            (options.Jwt.SigningKey, options.Jwt.SigningAlgorithm) = (SomeKey.Ps256.PrivatePem, JwtAlgorithm.PS256)),
        ("verification keys", options =>
            Add(options.Jwt.VerificationKeys,
                SomeKey.Es256.PublicPem, SomeKey.Rs256.PrivatePem, "PS256:" + SomeKey.Ps256.PublicPem)),
        ("a weak verification secret for a limited time", options =>
        {
            options.Jwt.WeakSecretsUntil = new DateOnly(2030, 1, 1);
            options.Jwt.VerificationSecrets.Add("SECRET");
        }),
        ("an audience", options => options.Jwt.Audience = "https://api.example.com"),
        ("an issuer", options => options.Jwt.Issuer = "https://auth.example.com"),
        ("an issuer that is not a URI", options => options.Jwt.Issuer = "auth"),
        ("a lifetime of a second", options => options.Jwt.LifetimeSeconds = 1),
        ("a lifetime of ten years", options => options.Jwt.LifetimeSeconds = 10 * 365 * 24 * 3600),
        ("two origins", options =>
        {
            options.Cors.Origins.Add("https://app.example.com");
            options.Cors.Origins.Add("http://localhost:3000");
        }),
        ("the origin of a web view", options => options.Cors.Origins.Add("capacitor://localhost")),
        ("an origin with an IPv6 address", options => options.Cors.Origins.Add("http://[::1]:3000")),
        ("an HSTS lifetime of 0", options => options.HstsDays = 0),
        ("a drain of 0 s", options => options.Shutdown.DrainSeconds = 0),
        ("a work factor of 4", options => options.Passwords.WorkFactor = 4),
        ("a work factor of 18", options => options.Passwords.WorkFactor = 18),
        ("a mail server with an account", options =>
            (options.Email.Smtp.Host, options.Email.Smtp.User, options.Email.Smtp.Password) = ("mail.example.com", "auth", "x")),
        ("a link to localhost", options => options.Email.ResetUrl = "http://localhost:3000/#/reset/{token}"),
        ("a user field of each type", options =>
        {
            foreach (var (type, text) in new[]
            {
                (UserFieldType.String, "x"), (UserFieldType.Integer, "5"), (UserFieldType.Number, "1.5"),
                (UserFieldType.Boolean, "true"), (UserFieldType.Date, "2024-02-29"), (UserFieldType.StringList, "[\"a\"]"),
                (UserFieldType.Object, "{\"a\":1}"),
            })
            {
                AddField(options, $"a_{type}", field => (field.Type, field.Default) = (type, text));
            }
        }),
        ("a user field with the name of a claim, outside tokens", options => AddField(options, "exp")),
    ];

    private static IEnumerable<TestCaseData> RefusedCases() =>
        Refused.Select(refused => new TestCaseData(refused.Setting, refused.Change).SetArgDisplayNames(refused.Case));

    private static IEnumerable<TestCaseData> AcceptedCases() =>
        Accepted.Select(accepted => new TestCaseData(accepted.Change).SetArgDisplayNames(accepted.Case));

    [TestCaseSource(nameof(RefusedCases))]
    public void An_invalid_setting_is_refused_with_one_message_that_names_it(string setting, object change)
    {
        var result = new AuthOptionsValidator().Validate(null, Settings.Create((Action<AuthApiOptions>)change).Value);

        Assert.That(result.Failures?.Single(), Does.Contain(setting));
    }

    [TestCaseSource(nameof(AcceptedCases))]
    public void A_valid_setting_is_accepted(object change) =>
        Assert.That(new AuthOptionsValidator().Validate(null, Settings.Create((Action<AuthApiOptions>)change).Value).Failures, Is.Null);

    [Test]
    public void All_invalid_settings_are_reported_together()
    {
        var settings = Settings.Create(options => (options.Jwt.LifetimeSeconds, options.Passwords.WorkFactor) = (0, 0));

        Assert.That(new AuthOptionsValidator().Validate(null, settings.Value).Failures?.Count(), Is.EqualTo(2));
    }

    [Test]
    public void An_invalid_secret_is_not_in_the_message()
    {
        var settings = Settings.Create(options =>
        {
            (options.Jwt.Secret, options.Jwt.SigningKey) = ("tell-nobody", "tell-nobody");
            options.Jwt.VerificationSecrets.Add("tell-nobody");
            options.Jwt.VerificationKeys.Add("tell-nobody");
        });

        Assert.That(new AuthOptionsValidator().Validate(null, settings.Value).FailureMessage, Does.Not.Contain("tell-nobody"));
    }

    [Test]
    public void A_refusal_states_the_setting_and_its_valid_values()
    {
        var settings = Settings.Create(options =>
        {
            (options.AuthBackendName, options.HstsDays, options.BadCredentialsStatus) = ("", -1, 403);
            (options.Email.Smtp.Port, options.Database.Provider) = (0, (DatabaseProvider)9);
        });

        Assert.That(new AuthOptionsValidator().Validate(null, settings.Value).Failures, Is.EquivalentTo(
        [
            "Auth:AuthBackendName is required.",
            "Auth:HstsDays must be between 0 and 3650.",
            "Auth:BadCredentialsStatus must be 400 or 401.",
            "Auth:Email:Smtp:Port must be between 1 and 65535.",
            "Auth:Database:Provider must be Sqlite, PostgreSql or SqlServer.",
        ]));
    }

    private static void AddField(AuthApiOptions options, string name, Action<UserFieldOptions>? change = null)
    {
        var field = new UserFieldOptions { Name = name };
        change?.Invoke(field);
        options.UserFields.Fields.Add(field);
    }

    private static void Passkeys(AuthApiOptions options, string origin)
    {
        options.Passkeys.RelyingPartyId = "example.com";
        options.Passkeys.Origins.Add(origin);
    }

    private static void Add(IList<string> list, params string[] members)
    {
        foreach (var member in members)
            list.Add(member);
    }
}
