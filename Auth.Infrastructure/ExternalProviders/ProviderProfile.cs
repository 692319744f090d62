using System.Text.Json;
using Auth.Application.Login.External;
using Auth.Domain.Credentials;

namespace Auth.Infrastructure.ExternalProviders;

/// <summary>Reads the account in the claims of an id token, or in a profile.</summary>
internal static class ProviderProfile
{
    private const string DefaultNamePath = "name";

    /// <summary>Returns the account.</summary>
    /// <exception cref="ExternalProviderException">The profile is not an object, or has no valid account id.</exception>
    public static ExternalAccount Read(JsonElement profile, ExternalProviderOptions settings, ProviderTokens tokens)
    {
        var id = AccountIdIn(profile, settings);
        var email = StringIn(profile, settings.EmailPath!);
        return new(id, email, email is not null && IsTrue(profile, settings.EmailVerifiedPath), tokens)
        {
            Name = StringIn(profile, settings.NamePath ?? DefaultNamePath),
            Fields = settings.MapFields
                .Select(field => (field.Key, Value: Find(profile, field.Value)))
                .Where(field => field.Value is { ValueKind: not JsonValueKind.Null })
                .ToDictionary(field => field.Key, field => field.Value!.Value, StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>Whether an account lacks a value that the settings name.</summary>
    public static bool IsIncomplete(ExternalAccount account, ExternalProviderOptions settings) =>
        account.Email is null || account.Fields.Count < settings.MapFields.Count
        || (account.Name is null && !string.IsNullOrEmpty(settings.NamePath));

    /// <summary>Returns the account id.</summary>
    /// <exception cref="ExternalProviderException">It is missing or invalid.</exception>
    public static string AccountIdIn(JsonElement profile, ExternalProviderOptions settings)
    {
        var id = Find(profile, settings.AccountIdPath!) switch
        {
            { ValueKind: JsonValueKind.String } text => AsString(text),

            // OpenID Connect requires a string. Profiles of OAuth 2.0 providers have integers too.
            { ValueKind: JsonValueKind.Number } number when settings.Type is ExternalProviderType.OAuth2
                && number.TryGetInt64(out var integer) && integer > 0 => $"{integer}",
            _ => null,
        };
        return ExternalLogin.IsAccountId(id) ? id! : throw ExternalProviderException.Unusable("the account id is missing or invalid");
    }

    /// <summary>Returns the e-mail address in a list of addresses: the primary one, which is verified or not.</summary>
    /// <exception cref="ExternalProviderException">The list is malformed.</exception>
    public static (string? Email, bool IsVerified) PrimaryIn(JsonElement emails)
    {
        if (emails.ValueKind is not JsonValueKind.Array)
            throw ExternalProviderException.Unusable("the list of e-mail addresses is malformed");
        var primary = emails.EnumerateArray().FirstOrDefault(email => IsTrue(email, "primary"));
        return primary.ValueKind is JsonValueKind.Object
            ? (StringIn(primary, "email"), IsTrue(primary, "verified"))
            : (null, false);
    }

    /// <summary>Returns the string at a path; null if it is missing or not a string.</summary>
    public static string? StringIn(JsonElement json, string path) =>
        Find(json, path) is { ValueKind: JsonValueKind.String } text ? AsString(text) : null;

    /// <summary>Returns the authentication methods in the claims of an id token (RFC 8176).</summary>
    public static IReadOnlyList<string> MethodsIn(JsonElement claims) =>
        Find(claims, "amr") is { ValueKind: JsonValueKind.Array } methods
            ? [.. methods.EnumerateArray().Where(method => method.ValueKind is JsonValueKind.String).Select(AsString).OfType<string>()]
            : [];

    /// <summary>Whether a flag is true. Apple sends the text <c>true</c>.</summary>
    private static bool IsTrue(JsonElement json, string? path) => path is not null && Find(json, path) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.String } text => AsString(text) == "true",
        _ => false,
    };

    private static JsonElement? Find(JsonElement json, string path)
    {
        // The name of a member can contain dots: https://example.com/team.
        if (json.ValueKind is JsonValueKind.Object && json.TryGetProperty(path, out var whole))
            return whole;
        foreach (var member in path.Split('.'))
        {
            if (json.ValueKind is not JsonValueKind.Object || !json.TryGetProperty(member, out json))
                return null;
        }

        return json;
    }

    private static string? AsString(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // JSON permits a lone surrogate (RFC 8259 §8.2), which is not valid Unicode.
            return null;
        }
    }
}
