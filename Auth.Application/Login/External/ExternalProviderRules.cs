using System.Text.RegularExpressions;
using Auth.Domain.Credentials;

namespace Auth.Application.Login.External;

/// <summary>The rules for the settings of external providers.</summary>
public static partial class ExternalProviderRules
{
    private static readonly string[] Algorithms =
        ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>Returns a message for each broken rule. Each starts with the setting.</summary>
    /// <param name="name">The name of the provider.</param>
    /// <param name="options">The settings, without the preset.</param>
    public static IEnumerable<string> Broken(string name, ExternalProviderOptions options)
    {
        var prefix = $"Auth:ExternalProviders:{name}";
        return BrokenBy(name, options, options.WithPreset()).Select(broken => $"{prefix}:{broken}");
    }

    private static IEnumerable<string> BrokenBy(string name, ExternalProviderOptions given, ExternalProviderOptions options)
    {
        if (!ProviderName().IsMatch(name))
            yield return $"the name must consist of lower-case letters, digits, - and _, at most {ExternalLogin.MaxProviderLength}.";
        if (given.Preset is not null && ExternalProviderPresets.Find(given.Preset) is null)
            yield return $"Preset must be one of: {string.Join(", ", ExternalProviderPresets.Names)}.";
        if (string.IsNullOrWhiteSpace(options.ClientId))
            yield return "ClientId must be set.";
        foreach (var broken in SecretRules(options).Concat(EndpointRules(options)).Concat(MountRules(options)))
            yield return broken;
        foreach (var algorithm in options.SigningAlgorithms.Except(Algorithms))
            yield return $"SigningAlgorithms contains {algorithm}, which is not one of: {string.Join(", ", Algorithms)}.";
        foreach (var scope in options.Scopes.Where(scope => !IsScope(scope)))
            yield return $"Scopes contains {scope}, which is not a scope (RFC 6749 section 3.3).";
        foreach (var (field, _) in options.MapFields.Where(field => string.IsNullOrWhiteSpace(field.Value)))
            yield return $"MapFields:{field} must be the path of a value in the profile.";
    }

    /// <summary>Returns a message for each user field that is not declared.</summary>
    /// <param name="name">The name of the provider.</param>
    /// <param name="options">The settings.</param>
    /// <param name="declared">The names of the declared user fields.</param>
    public static IEnumerable<string> UnknownFields(string name, ExternalProviderOptions options, IEnumerable<string> declared) =>
        options.MapFields.Keys.Except(declared, StringComparer.OrdinalIgnoreCase)
            .Select(field => $"Auth:ExternalProviders:{name}:MapFields:{field} is not the name of a field in Auth:UserFields:Fields.");

    private static IEnumerable<string> SecretRules(ExternalProviderOptions options)
    {
        var signed = options.SignedSecret;
        string?[] parts = [signed.TeamId, signed.KeyId, signed.PrivateKey];
        var given = parts.Count(part => !string.IsNullOrEmpty(part));
        if (given is not 0 and not 3)
            yield return "SignedSecret needs TeamId, KeyId, and PrivateKey or PrivateKeyFile.";
        else if (given == 0 == string.IsNullOrEmpty(options.ClientSecret))
            yield return "ClientSecret, ClientSecretFile or SignedSecret must be set: set one of them.";
    }

    private static IEnumerable<string> EndpointRules(ExternalProviderOptions options)
    {
        if (options.Type is ExternalProviderType.OpenIdConnect)
        {
            if (options.Issuer?.Contains("//login.microsoftonline.com//", StringComparison.Ordinal) is true)
                yield return "Tenant must be set to the id of the directory.";
            else if (!ProviderUrl.IsSecure(options.Issuer) || options.Issuer!.AsSpan().ContainsAny('?', '#'))
                yield return "Issuer must be an https URL, or an http URL on loopback, without a query.";
            yield break;
        }

        (string Setting, string? Url)[] endpoints =
        [
            (nameof(options.AuthorizationEndpoint), options.AuthorizationEndpoint),
            (nameof(options.TokenEndpoint), options.TokenEndpoint),
            (nameof(options.UserInfoEndpoint), options.UserInfoEndpoint),
            (nameof(options.EmailsEndpoint), options.EmailsEndpoint ?? options.UserInfoEndpoint),
        ];
        foreach (var (setting, _) in endpoints.Where(endpoint => !ProviderUrl.IsSecure(endpoint.Url)))
            yield return $"{setting} must be an https URL, or an http URL on loopback.";
    }

    private static IEnumerable<string> MountRules(ExternalProviderOptions options)
    {
        foreach (var (index, mount) in options.Mounts.Index())
        {
            if (!RoutePath().IsMatch(mount.Path))
                yield return $"Mounts:{index}:Path must be a path such as api/auth/google.";
            if (mount.RedirectUri is not null && !ProviderUrl.IsSecure(mount.RedirectUri))
                yield return $"Mounts:{index}:RedirectUri must be an https URL, or an http URL on loopback.";
        }

        if (options.AssociatePath is not null && !RoutePath().IsMatch(options.AssociatePath))
            yield return "AssociatePath must be a path such as api/auth/associate/google.";
        if (options.AssociateRedirectUri is not null && !ProviderUrl.IsSecure(options.AssociateRedirectUri))
            yield return "AssociateRedirectUri must be an https URL, or an http URL on loopback.";
    }

    /// <summary>Whether a text is a scope or several scopes, separated by single spaces (RFC 6749 §3.3).</summary>
    public static bool IsScope(string text) => Scope().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9_-]{0,49}\z")]
    private static partial Regex ProviderName();

    [GeneratedRegex(@"^[\w.~-]+(/[\w.~-]+)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex RoutePath();

    [GeneratedRegex(@"^[!#-\[\]-~]+( [!#-\[\]-~]+)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Scope();
}
