using System.CommandLine;
using System.Text.Json;
using Auth.Application.Backends.Jwt;
using Auth.Infrastructure;

namespace Auth.Api.Commands;

/// <summary>Generates signing keys for access tokens.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "Manage the signing keys of access tokens.") { Generate() };

    private static Command Generate()
    {
        var algorithm = new Option<string>("--algorithm")
        {
            Description = "The signature algorithm of the key.",
            DefaultValueFactory = _ => nameof(JwtAlgorithm.ES256),
        };
        algorithm.AcceptOnlyFromAmong(Enum.GetNames<JwtAlgorithm>());
        var output = new Option<string>("--output")
        {
            Description = "The file to create. It must not exist.",
            DefaultValueFactory = _ => "signing-key.pem",
        };
        var command = new Command("generate", "Generate a private key and write it to a PEM file.") { algorithm, output };
        command.SetAction((parsed, _) => GenerateAsync(
            Enum.Parse<JwtAlgorithm>(parsed.GetRequiredValue(algorithm)), parsed.GetRequiredValue(output)));
        return command;
    }

    private static async Task<int> GenerateAsync(JwtAlgorithm algorithm, string file)
    {
        var key = AsymmetricKey.Generate(algorithm, out var pem);
        try
        {
            OwnerOnlyFile.Create(file, pem);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            await Console.Error.WriteLineAsync($"The key cannot be written: {exception.Message}");
            return 1;
        }

        await Console.Out.WriteLineAsync(
            JsonSerializer.Serialize(new { kid = key.Id, algorithm = $"{algorithm}", file = Path.GetFullPath(file) }));
        return 0;
    }
}
