using System.Text.Json;
using Auth.Tests.Integration;

namespace Auth.Tests.OpenApi;

/// <summary>Tests of a TypeScript client whose types are generated from the document.</summary>
public sealed class TypedClientTests
{
    private static readonly Lazy<Task<(int ExitCode, string Output)>> Compilation = new(CompileAsync);

    /// <summary><c>wrong.ts</c> contains calls that must not compile. Compilation fails if a marked call compiles.</summary>
    [Test]
    public async Task Valid_calls_compile_and_invalid_calls_do_not()
    {
        var (exitCode, output) = await Compilation.Value;

        Assert.That(exitCode, Is.Zero, output);
    }

    [Test]
    public async Task The_client_registers_logs_in_and_reads_the_current_user()
    {
        Assert.That((await Compilation.Value).ExitCode, Is.Zero, "The client does not compile.");
        var server = await SharedServers.SqliteAsync();
        var email = AuthServer.NewEmail();

        var (exitCode, output) = await NodeTools.RunNodeAsync(
            Path.Combine("build", "client.js"), server.Client.BaseAddress!.ToString(), email, AuthServer.Password);

        Assert.That(exitCode, Is.Zero, output);
        Assert.That(JsonDocument.Parse(output).RootElement.GetProperty("email").GetString(), Is.EqualTo(email));
    }

    private static async Task<(int ExitCode, string Output)> CompileAsync()
    {
        var types = await NodeTools.RunAsync(
            "openapi-typescript/bin/cli.js", DocumentTests.Document, "--output", Path.Combine("build", "api.d.ts"));
        return types.ExitCode == 0 ? await NodeTools.RunAsync("typescript/bin/tsc", "--project", ".") : types;
    }
}
