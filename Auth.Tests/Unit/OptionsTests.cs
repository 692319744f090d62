using Auth.Api.Hosting;
using Auth.Infrastructure.Persistence;
using Auth.Tests.Unit.Backends;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Moq;

namespace Auth.Tests.Unit;

/// <summary>Tests of the binding of settings to options.</summary>
public sealed class OptionsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");

    private string DevelopmentSecretFile => Path.Combine(_folder.FullName, "data", "development-secret");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public void An_environment_variable_uses_two_underscores_for_a_colon()
    {
        // A unique prefix, because all tests share one environment.
        var prefix = $"TEST_{Guid.NewGuid():N}_";
        Environment.SetEnvironmentVariable(prefix + "Auth__Jwt__LifetimeSeconds", "900");
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables(prefix)
            .AddInMemoryCollection([new("Auth:Jwt:Secret", Settings.Secret)]).Build();

        Assert.That(Read(configuration).Jwt.LifetimeSeconds, Is.EqualTo(900));
    }

    [TestCase("Auth:Jwt:Lifetime", "Lifetime")]
    [TestCase("Auth:Users:Provider", "Users")]
    public void An_unknown_setting_is_refused_with_its_name(string setting, string name) =>
        Assert.That(Refusal((setting, "x")), Does.Contain($"'{name}'").And.Not.Contain("\n"));

    [TestCase("Auth:Database:Provider", "Oracle")]
    [TestCase("Auth:Jwt:LifetimeSeconds", "an hour")]
    [TestCase("Auth:RequiresVerification", "maybe")]
    [TestCase("Auth:Jwt:SigningAlgorithm", "HS256")]
    public void A_setting_of_the_wrong_type_is_refused_with_its_name(string setting, string value) =>
        Assert.That(Refusal((setting, value)), Does.Contain($"'{setting}'").And.Not.Contain("\n"));

    [TestCase("sqlserver", DatabaseProvider.SqlServer)]
    [TestCase("SQLite", DatabaseProvider.Sqlite)]
    [TestCase("PostgreSQL", DatabaseProvider.PostgreSql)]
    public void The_name_of_a_provider_is_case_insensitive(string name, DatabaseProvider provider) =>
        Assert.That(
            Read(("Auth:Database:Provider", name), ("Auth:Database:ConnectionString", "x=y")).Database.Provider,
            Is.EqualTo(provider));

    [TestCase("", "")]
    [TestCase("\n", "")]
    [TestCase("\r\n", "")]
    [TestCase("\n\n", "\n")]
    [TestCase(" \n", " ")]
    [TestCase("\r", "\r")]
    public void A_secret_is_read_from_a_file_without_one_trailing_line_break(string end, string kept)
    {
        var file = FileWith(Settings.Secret + end);

        var secret = Read(("Auth:Jwt:Secret", null), ("Auth:Jwt:SecretFile", file)).Jwt.Secret;

        Assert.That(secret, Is.EqualTo(Settings.Secret + kept));
    }

    [Test]
    public void The_SMTP_password_is_read_from_a_file()
    {
        var file = FileWith("pa ss\n");

        var smtp = Read(("Auth:Email:Smtp:User", "auth"), ("Auth:Email:Smtp:PasswordFile", file)).Email.Smtp;

        Assert.That(smtp.Password, Is.EqualTo("pa ss"));
    }

    [TestCase("Auth:Jwt:Secret")]
    [TestCase("Auth:Jwt:SigningKey")]
    [TestCase("Auth:Email:Smtp:Password")]
    public void A_secret_together_with_its_file_is_refused(string setting)
    {
        var file = FileWith(Settings.Secret);

        Assert.That(
            Refusal((setting, Settings.Secret), (setting + "File", file)),
            Does.StartWith($"{setting} and {setting}File are both set").And.Not.Contain(Settings.Secret));
    }

    [Test]
    public void Verification_secrets_are_read_from_files()
    {
        var (one, another) = (new string('x', 32), new string('y', 32));

        var jwt = Read(
            ("Auth:Jwt:VerificationSecrets:0", one), ("Auth:Jwt:VerificationSecretFiles:0", FileWith(another + "\n"))).Jwt;

        Assert.That(jwt.VerificationSecrets, Is.EqualTo([one, another]));
    }

    [Test]
    public void Keys_are_read_from_files()
    {
        var jwt = Read(
            ("Auth:Jwt:SigningKeyFile", FileWith(SomeKey.Es256.PrivatePem)),
            ("Auth:Jwt:VerificationKeyFiles:0", FileWith(SomeKey.Rs256.PublicPem)),
            ("Auth:Jwt:VerificationKeyFiles:1", "PS256:" + FileWith(SomeKey.Ps256.PrivatePem))).Jwt;

        Assert.That(
            jwt.VerificationKeys.Prepend(jwt.SigningKey),
            Is.EqualTo([SomeKey.Es256.PrivatePem, SomeKey.Rs256.PublicPem, "PS256:" + SomeKey.Ps256.PrivatePem]));
    }

    [TestCase("Auth:Jwt:SigningKeyFile", "Auth:Jwt:SigningKeyFile")]
    [TestCase("Auth:Jwt:VerificationKeyFiles:0", "Auth:Jwt:VerificationKeyFiles:0")]
    [TestCase("Auth:Jwt:VerificationSecretFiles:0", "Auth:Jwt:VerificationSecretFiles:0")]
    public void A_file_without_a_valid_key_or_secret_is_refused_with_its_setting(string setting, string named) =>
        Assert.That(Refusal((setting, FileWith("none"))), Does.StartWith(named + " is ").And.Not.Contain("\n"));

    [TestCase("Auth:Jwt:SigningKeyFile", "missing")]
    [TestCase("Auth:Jwt:VerificationKeyFiles:0", "missing")]
    [TestCase("Auth:Jwt:VerificationKeyFiles:0", "PS256:missing")]
    [TestCase("Auth:Jwt:VerificationKeyFiles:0", "")]
    [TestCase("Auth:Jwt:VerificationSecretFiles:0", "missing")]
    [TestCase("Auth:Jwt:VerificationSecretFiles:0", "")]
    public void A_missing_key_or_secret_file_is_refused(string setting, string file) =>
        Assert.That(
            Refusal((setting, file)),
            Does.StartWith($"{setting.Replace(":0", "", StringComparison.Ordinal)} names a file that cannot be read: ")
                .And.Not.Contain("\n"));

    [Test]
    public void A_missing_file_is_refused_with_its_path()
    {
        var file = Path.Combine(_folder.FullName, "missing");

        Assert.That(
            Refusal(("Auth:Jwt:Secret", null), ("Auth:Jwt:SecretFile", file)),
            Does.StartWith("Auth:Jwt:SecretFile").And.Contain(file).And.Not.Contain("\n"));
    }

    [Test]
    public void A_file_with_a_short_secret_is_refused_as_a_short_secret() =>
        Assert.That(
            Refusal(("Auth:Jwt:Secret", null), ("Auth:Jwt:SecretFile", FileWith("short\n"))),
            Does.StartWith("Auth:Jwt:Secret is too short"));

    [Test]
    public void A_secret_is_generated_once_in_Development()
    {
        var first = Read(Environments.Development, ("Auth:Jwt:Secret", null)).Jwt.Secret;
        var second = Read(Environments.Development, ("Auth:Jwt:Secret", null)).Jwt.Secret;

        Assert.Multiple(() =>
        {
            Assert.That(second, Is.EqualTo(first));
            Assert.That(Convert.FromBase64String(first!), Has.Length.EqualTo(48));
        });
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "needs Unix file modes")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void The_Development_secret_is_readable_only_by_its_owner()
    {
        Read(Environments.Development, ("Auth:Jwt:Secret", null));

        Assert.That(File.GetUnixFileMode(DevelopmentSecretFile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void A_configured_secret_is_used_in_Development()
    {
        var secret = Read(Environments.Development).Jwt.Secret;

        Assert.That((secret, File.Exists(DevelopmentSecretFile)), Is.EqualTo((Settings.Secret, false)));
    }

    [TestCase("Production")]
    [TestCase("Staging")]
    public void No_secret_is_generated_outside_Development(string environment)
    {
        Assert.That(Refusal(environment, ("Auth:Jwt:Secret", null)), Does.StartWith("Auth:Jwt:Secret is missing"));
        Assert.That(_folder.GetFileSystemInfos(), Is.Empty);
    }

    [TestCase("Development", true)]
    [TestCase("Production", false)]
    public void Migration_on_start_and_Swagger_are_on_by_default_only_in_Development(string environment, bool expected)
    {
        var options = Read(environment);

        Assert.That((options.Database.MigrateOnStart, options.Swagger.Enabled), Is.EqualTo(((bool?)expected, (bool?)expected)));
    }

    [TestCase("Development", 0)]
    [TestCase("Production", 5)]
    public void A_service_drains_outside_Development(string environment, int seconds) =>
        Assert.That(Read(environment).Shutdown.DrainSeconds, Is.EqualTo(seconds));

    [TestCase("Development", "false")]
    [TestCase("Production", "true")]
    public void Configured_values_override_the_environment_defaults(string environment, string configured)
    {
        var options = Read(environment, ("Auth:Database:MigrateOnStart", configured), ("Auth:Swagger:Enabled", configured));

        Assert.That(
            (options.Database.MigrateOnStart, options.Swagger.Enabled),
            Is.EqualTo(((bool?)bool.Parse(configured), (bool?)bool.Parse(configured))));
    }

    [TestCase("Development", null, true)]
    [TestCase("Development", "mail.example.com", false)]
    [TestCase("Production", null, false)]
    public void Mail_is_written_to_a_folder_in_Development_without_an_SMTP_host(
        string environment, string? host, bool expected) =>
        Assert.That(
            Read(environment, ("Auth:Email:Smtp:Host", host)).Email.PickupFolder,
            Is.EqualTo(expected ? Path.Combine(_folder.FullName, "data", "mail") : null));

    /// <summary>Returns the line that explains why the settings are refused, or null.</summary>
    private string? Refusal(params (string Name, string? Value)[] settings) => Refusal(Environments.Production, settings);

    private string? Refusal(string environment, params (string Name, string? Value)[] settings)
    {
        try
        {
            Read(environment, settings);
            return null;
        }
        catch (Exception exception) when (StartupChecks.Explain(exception) is { } line)
        {
            return line;
        }
    }

    private string FileWith(string text)
    {
        var path = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, text);
        return path;
    }

    private AuthApiOptions Read(params (string Name, string? Value)[] settings) => Read(Environments.Production, settings);

    private AuthApiOptions Read(string environment, params (string Name, string? Value)[] settings)
    {
        var all = new Dictionary<string, string?> { ["Auth:Jwt:Secret"] = Settings.Secret };
        foreach (var (name, value) in settings)
            all[name] = value;
        return Read(new ConfigurationBuilder().AddInMemoryCollection(all).Build(), environment);
    }

    private AuthApiOptions Read(IConfiguration configuration, string environment = "Production")
    {
        var host = Mock.Of<IHostEnvironment>(it => it.EnvironmentName == environment && it.ContentRootPath == _folder.FullName);
        using var services = new ServiceCollection()
            .AddSingleton(configuration)
            .AddSingleton(host)
            .AddAuthOptions()
            .AddApplication()
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<AuthApiOptions>>().Value;
    }
}
