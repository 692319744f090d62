namespace Auth.Application.Backends.Jwt;

/// <summary>Validates the settings for keys. Each message names the setting, and never its value.</summary>
internal static class JwtKeyRules
{
    public static IEnumerable<string> Broken(JwtOptions jwt) =>
        [.. BrokenBySecrets(jwt), .. BrokenByKeys(jwt), .. BrokenByIssuer(jwt), .. BrokenByAudience(jwt)];

    private static IEnumerable<string> BrokenBySecrets(JwtOptions jwt)
    {
        if (string.IsNullOrEmpty(jwt.Secret))
        {
            yield return "Auth:Jwt:Secret is missing. Set it to at least 32 random bytes (openssl rand -base64 48) in the "
                + "environment variable Auth__Jwt__Secret, or set Auth:Jwt:SecretFile to the path of a file that contains it.";
        }
        else if (WeakSecrets.IsWeak(jwt.Secret))
        {
            yield return "Auth:Jwt:Secret is too short: HS256 requires at least 32 bytes (RFC 7518 section 3.2). "
                + "Generate a secret with openssl rand -base64 48.";
        }

        var known = new HashSet<string?> { jwt.Secret };
        foreach (var (i, secret) in jwt.VerificationSecrets.Index())
        {
            var setting = Name(
                nameof(jwt.VerificationSecrets), i, jwt.VerificationSecrets.Count, jwt.VerificationSecretFiles.Count);
            if (secret.Length == 0)
            {
                yield return $"{setting} is empty.";
            }
            else if (WeakSecrets.IsWeak(secret) && jwt.WeakSecretsUntil is null)
            {
                yield return $"{setting} is too short: HS256 requires at least 32 bytes (RFC 7518 section 3.2). To accept its tokens "
                    + "for a limited time, set Auth:Jwt:WeakSecretsUntil.";
            }
            else if (!known.Add(secret))
            {
                yield return $"{setting} is a duplicate of another secret or of Auth:Jwt:Secret: list each other secret once.";
            }
        }
    }

    private static IEnumerable<string> BrokenByKeys(JwtOptions jwt)
    {
        var known = new HashSet<string>();
        if (string.IsNullOrEmpty(jwt.SigningKey))
        {
            if (jwt.SigningAlgorithm is not null)
                yield return "Auth:Jwt:SigningAlgorithm requires a key: set Auth:Jwt:SigningKeyFile (created by: keys generate).";
        }
        else if (JwtKeys.TryReadSigningKey(jwt, out var key, out var problem))
        {
            known.Add(key.Id);
        }
        else
        {
            yield return $"Auth:Jwt:SigningKey{(string.IsNullOrEmpty(jwt.SigningKeyFile) ? "" : "File")} {problem}";
        }

        foreach (var (i, text) in jwt.VerificationKeys.Index())
        {
            var setting = Name(nameof(jwt.VerificationKeys), i, jwt.VerificationKeys.Count, jwt.VerificationKeyFiles.Count);
            if (!JwtKeys.TryReadVerificationKey(jwt, text, out var key, out var problem))
                yield return $"{setting} {problem}";
            else if (!known.Add(key.Id))
                yield return $"{setting} is a duplicate of another key or of the signing key: list each other key once.";
        }
    }

    private static IEnumerable<string> BrokenByIssuer(JwtOptions jwt)
    {
        if (jwt.Issuer is { Length: > 0 } issuer
            && (string.IsNullOrWhiteSpace(issuer) || (issuer.Contains(':') && !Uri.TryCreate(issuer, UriKind.Absolute, out _))))
        {
            yield return "Auth:Jwt:Issuer must be a URI, such as https://auth.example.com, or a name without a colon "
                + "(RFC 7519 section 2).";
        }
    }

    private static IEnumerable<string> BrokenByAudience(JwtOptions jwt)
    {
        if (JwtAudiences.OfOtherTokens.Contains(jwt.Audience))
            yield return $"Auth:Jwt:Audience must not be {jwt.Audience}, which is the audience of other tokens.";
    }

    /// <summary>Returns the name of the setting of a list item. Items from files follow the other items.</summary>
    private static string Name(string list, int index, int count, int files) =>
        index < count - files ? $"Auth:Jwt:{list}:{index}" : $"Auth:Jwt:{list[..^1]}Files:{index - (count - files)}";
}
