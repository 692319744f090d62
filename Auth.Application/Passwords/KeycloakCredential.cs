using System.Globalization;
using System.Text.Json;

namespace Auth.Application.Passwords;

/// <summary>Converts a password of a Keycloak export to the form in which this service stores it.</summary>
public static class KeycloakCredential
{
    /// <summary>
    /// Returns passlib's form for PBKDF2, such as <c>$pbkdf2-sha512$210000$salt$digest</c>, or <c>$argon2id$…</c>.
    /// </summary>
    /// <param name="secretData">The member <c>secretData</c> of the credential, a JSON text.</param>
    /// <param name="credentialData">The member <c>credentialData</c> of the credential, a JSON text.</param>
    /// <returns>Null if a text is malformed, or if the algorithm is another one.</returns>
    public static string? ToStoredHash(string secretData, string credentialData)
    {
        if (Read<Secret>(secretData) is not { } secret
            || Read<Parameters>(credentialData) is not { HashIterations: > 0 } parameters
            || Encode(secret.Salt) is not { } salt || Encode(secret.Value) is not { } digest)
        {
            return null;
        }

        return parameters.Algorithm switch
        {
            "pbkdf2-sha512" or "pbkdf2-sha256" or "pbkdf2" => string.Create(CultureInfo.InvariantCulture,
                $"${parameters.Algorithm}${parameters.HashIterations}${Ab64(salt)}${Ab64(digest)}"),
            "argon2" when parameters.Text("type") is "id" && parameters.Text("version") is "1.3"
                && parameters.Number("memory") is { } memory && parameters.Number("parallelism") is { } parallelism =>
                string.Create(CultureInfo.InvariantCulture,
                    $"$argon2id$v=19$m={memory},t={parameters.HashIterations},p={parallelism}${salt}${digest}"),
            _ => null,
        };
    }

    private static T? Read<T>(string json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Encode(string? base64) =>
        LenientBase64.Decode(base64) is { Length: > 0 } bytes ? Convert.ToBase64String(bytes).TrimEnd('=') : null;

    // passlib's alphabet.
    private static string Ab64(string base64) => base64.Replace('+', '.');

    private sealed record Secret(string? Value, string? Salt);

    private sealed record Parameters(
        string? Algorithm, int HashIterations, Dictionary<string, string[]>? AdditionalParameters)
    {
        public string? Text(string name) => AdditionalParameters?.GetValueOrDefault(name) is [var text] ? text : null;

        public int? Number(string name) =>
            int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
