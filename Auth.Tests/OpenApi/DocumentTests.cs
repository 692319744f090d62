using Auth.Tests.Integration;

namespace Auth.Tests.OpenApi;

/// <summary>Tests of the OpenAPI document, from which clients are generated.</summary>
public sealed class DocumentTests
{
    private const string UpdateVariable = "AUTH_TEST_UPDATE_OPENAPI";
    private const string UpdateCommand = $"{UpdateVariable}=1 dotnet test --filter {nameof(DocumentTests)}";

    internal static readonly string Document = SourceTree.PathOf("docs", "openapi.json");

    [Test]
    public async Task The_served_document_equals_the_checked_in_document()
    {
        var served = await ServedAsync();

        if (Environment.GetEnvironmentVariable(UpdateVariable) is not (null or ""))
            await File.WriteAllTextAsync(Document, served);
        var checkedIn = (await File.ReadAllTextAsync(Document)).ReplaceLineEndings("\n");

        if (served != checkedIn)
        {
            Assert.Fail(
                $"docs/openapi.json differs from the served document. If the change is intended, run: {UpdateCommand}\n"
                + LineDifference.Between(checkedIn, served));
        }
    }

    [Test]
    public async Task The_document_is_valid()
    {
        var folder = Directory.CreateTempSubdirectory("auth-tests-");
        try
        {
            var file = Path.Combine(folder.FullName, "openapi.json");
            await File.WriteAllTextAsync(file, await ServedAsync());

            var (exitCode, output) = await NodeTools.RunAsync(
                "@redocly/cli/bin/cli.js", "lint", file, "--config", "redocly.yaml", "--format", "stylish");

            Assert.That(exitCode, Is.Zero, output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> ServedAsync()
    {
        // With the routes that exist only when they are enabled.
        var server = await SharedServers.SqliteAsync(
            ("Auth:Swagger:Enabled", "true"), ("Auth:MagicLink:Enabled", "true"), ("Auth:Passkeys:RelyingPartyId", "localhost"),
            ("Auth:Passkeys:Origins:0", "http://localhost:5080"));
        var served = await server.Client.GetStringAsync("/swagger/v1/swagger.json");
        return served.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }
}
