using System.Net;
using System.Net.Sockets;
using Auth.Tests.Integration.Persistence;

namespace Auth.Tests.Integration;

/// <summary>The output of a start that is refused.</summary>
public sealed class StartTests : IDisposable
{
    private const int ConfigurationError = 78;

    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Test]
    public async Task Production_without_a_secret_is_refused_in_one_line()
    {
        var start = await AuthProgram.RunAsync(_file.Folder, [("ASPNETCORE_ENVIRONMENT", "Production")], "");

        IsRefusedInOneLine(start, Does.StartWith("Auth:Jwt:Secret is missing."));
    }

    [TestCase("2020-01-01", "Auth:Jwt:WeakSecretsUntil has passed: ")]
    [TestCase("2999-01-01", "Auth:Jwt:WeakSecretsUntil must be at most 90 days ahead: ")]
    [TestCase("tomorrow", "Failed to convert configuration value 'tomorrow' at 'Auth:Jwt:WeakSecretsUntil'")]
    public async Task A_weak_secret_without_a_near_date_is_refused_in_one_line(string until, string line)
    {
        var start = await AuthProgram.RunAsync(
            _file.Folder,
            [
                ("Auth__Jwt__Secret", AuthServer.Secret),
                ("Auth__Jwt__VerificationSecrets__0", "SECRET"),
                ("Auth__Jwt__WeakSecretsUntil", until),
            ],
            "");

        IsRefusedInOneLine(start, Does.StartWith(line));
    }

    [Test]
    public async Task An_invalid_mail_template_is_refused_in_one_line()
    {
        var templates = Directory.CreateDirectory(Path.Combine(_file.Folder, "templates")).FullName;
        await File.WriteAllTextAsync(Path.Combine(templates, "reset.txt"), "{{token}} {{user}}");

        var start = await AuthProgram.RunAsync(
            _file.Folder, [("Auth__Jwt__Secret", AuthServer.Secret), ("Auth__Email__TemplateFolder", templates)], "");

        IsRefusedInOneLine(start, Does.StartWith(
            "Auth:Email:TemplateFolder: the file reset.txt contains the unknown placeholder {{user}}."));
    }

    [Test]
    public async Task A_setting_of_a_wrong_type_is_refused_in_one_line()
    {
        var start = await AuthProgram.RunAsync(
            _file.Folder, [("Auth__Jwt__Secret", AuthServer.Secret), ("Auth__Database__Provider", "Oracle")], "");

        IsRefusedInOneLine(start, Does.Contain("Auth:Database:Provider"));
    }

    [Test]
    public async Task A_database_without_tables_is_refused_in_one_line()
    {
        var start = await AuthProgram.RunAsync(
            _file.Folder,
            [("Auth__Jwt__Secret", AuthServer.Secret), ("Auth__Database__ConnectionString", _file.ConnectionString)],
            "");

        IsRefusedInOneLine(start, Does.Contain("dotnet Auth.Api.dll migrate"));
    }

    [Test]
    public async Task A_port_in_use_is_refused_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var start = await AuthProgram.RunAsync(
            _file.Folder,
            [
                ("ASPNETCORE_URLS", $"http://{other.LocalEndpoint}"),
                ("ASPNETCORE_ENVIRONMENT", "Production"),
                ("Auth__Jwt__Secret", AuthServer.Secret),
                ("Auth__Database__ConnectionString", _file.ConnectionString),
                ("Auth__Database__MigrateOnStart", "true"),
                ("Logging__LogLevel__Auth", "Critical"),
            ],
            "");

        IsRefusedInOneLine(start, Does.Contain("address already in use"));
    }

    private static void IsRefusedInOneLine(AuthProgram start, NUnit.Framework.Constraints.IResolveConstraint line) =>
        Assert.Multiple(() =>
        {
            Assert.That(start.ExitCode, Is.EqualTo(ConfigurationError));
            Assert.That(start.Output, Is.Empty);
            Assert.That(start.Errors.TrimEnd('\n'), Does.Not.Contain("\n"));
            Assert.That(start.Errors, line);
        });
}
