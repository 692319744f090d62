using System.Text.Json;
using Auth.Application.Backends.Jwt;

namespace Auth.Tests.Integration.Keys;

/// <summary>The command that makes keys, and keys that keep the program from starting.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private const int ConfigurationError = 78;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");

    private string KeyFile => Path.Combine(_folder.FullName, "signing-key.pem");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task Generate_writes_a_key_that_signs_and_tells_its_name([Values] JwtAlgorithm algorithm)
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
    public async Task The_key_is_an_ES256_one_in_the_file_asked_for_unless_something_else_is_said()
    {
        var run = await RunAsync("keys", "generate", "--output", "another.pem");

        Assert.That(run.Output, Does.Contain("\"ES256\""));
        Assert.That(File.Exists(Path.Combine(_folder.FullName, "another.pem")));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "needs Unix's modes of files")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task The_key_is_readable_by_its_owner_alone()
    {
        await RunAsync("keys", "generate");

        Assert.That(File.GetUnixFileMode(KeyFile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public async Task A_file_that_is_there_is_never_overwritten()
    {
        await File.WriteAllTextAsync(KeyFile, "precious");

        var run = await RunAsync("keys", "generate");

        Assert.That((run.ExitCode, run.Output, await File.ReadAllTextAsync(KeyFile)), Is.EqualTo((1, "", "precious")));
        Assert.That(run.Errors, Does.StartWith("The key cannot be written: ").And.Contain(KeyFile));
    }

    [TestCase("HS256")]
    [TestCase("1")]
    public async Task There_is_no_other_algorithm(string algorithm)
    {
        var run = await RunAsync("keys", "generate", "--algorithm", algorithm);

        Assert.That((run.ExitCode, run.Output, File.Exists(KeyFile)), Is.EqualTo((1, "", false)));
    }

    [TestCase("none", "Auth:Jwt:SigningKeyFile is no key in PEM")]
    [TestCase(null, "Auth:Jwt:SigningKeyFile names a file that cannot be read")]
    public async Task A_bad_key_keeps_the_service_from_starting_with_one_line(string? text, string reason)
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
