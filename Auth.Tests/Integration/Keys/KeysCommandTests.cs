using System.Text.Json;
using Auth.Application.Backends.Jwt;

namespace Auth.Tests.Integration.Keys;

/// <summary>The command that generates keys, and the start with an invalid key.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private const int ConfigurationError = 78;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");

    private string KeyFile => Path.Combine(_folder.FullName, "signing-key.pem");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task Generate_writes_a_signing_key_and_prints_its_id([Values] JwtAlgorithm algorithm)
    {
        var run = await RunAsync("keys", "generate", "--algorithm", $"{algorithm}");
        AsymmetricKey.TryRead(await File.ReadAllTextAsync(KeyFile), isPrivate: true, algorithm, out var key, out _);

        Assert.That((run.ExitCode, run.Errors), Is.EqualTo((0, "")));
        Assert.That(
            JsonSerializer.Deserialize<JsonElement>(run.Output).EnumerateObject()
                .Select(member => $"{member.Name}: {member.Value}"),
            Is.EqualTo([$"kid: {key?.Id}", $"algorithm: {algorithm}", $"file: {KeyFile}"]));
    }

    [Test]
    public async Task Generate_defaults_to_ES256_and_writes_to_the_given_file()
    {
        var run = await RunAsync("keys", "generate", "--output", "another.pem");

        Assert.That(run.Output, Does.Contain("\"ES256\""));
        Assert.That(File.Exists(Path.Combine(_folder.FullName, "another.pem")));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "requires Unix file modes")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task The_key_file_is_readable_by_its_owner_only()
    {
        await RunAsync("keys", "generate");

        Assert.That(File.GetUnixFileMode(KeyFile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task An_existing_file_is_not_overwritten()
    {
        await File.WriteAllTextAsync(KeyFile, "precious");

        var run = await RunAsync("keys", "generate");

        Assert.That((run.ExitCode, run.Output, await File.ReadAllTextAsync(KeyFile)), Is.EqualTo((1, "", "precious")));
        Assert.That(run.Errors, Does.StartWith("The key cannot be written: ").And.Contain(KeyFile));
    }

    [TestCase("HS256")]
    [TestCase("1")]
    public async Task An_unsupported_algorithm_is_refused(string algorithm)
    {
        var run = await RunAsync("keys", "generate", "--algorithm", algorithm);

        Assert.That((run.ExitCode, run.Output, File.Exists(KeyFile)), Is.EqualTo((1, "", false)));
    }

    [TestCase("none", "Auth:Jwt:SigningKeyFile is no key in PEM")]
    [TestCase(null, "Auth:Jwt:SigningKeyFile names a file that cannot be read")]
    public async Task An_invalid_key_stops_the_start_with_one_line(string? text, string reason)
    {
        if (text is not null)
            await File.WriteAllTextAsync(KeyFile, text);

        var run = await RunAsync();

        Assert.That((run.ExitCode, run.Output), Is.EqualTo((ConfigurationError, "")));
        Assert.That(run.Errors.TrimEnd('\n'), Does.StartWith(reason).And.Not.Contain("\n"));
    }

    private Task<AuthProgram> RunAsync(params string[] arguments) => AuthProgram.RunAsync(
        _folder.FullName,
        [("Auth__Jwt__Secret", AuthServer.Secret), ("Auth__Jwt__SigningKeyFile", KeyFile)],
        "",
        arguments);
}
