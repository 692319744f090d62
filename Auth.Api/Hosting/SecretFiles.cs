using Auth.Application;
using Auth.Application.Backends.Jwt;
using Microsoft.Extensions.Options;

namespace Auth.Api.Hosting;

/// <summary>Reads secrets from the files that settings name, as Docker and Kubernetes provide them.</summary>
internal sealed class SecretFiles : IPostConfigureOptions<AuthApiOptions>
{
    public void PostConfigure(string? name, AuthApiOptions options)
    {
        var jwt = options.Jwt;
        jwt.Secret = Read(jwt.Secret, jwt.SecretFile, "Auth:Jwt:Secret");
        foreach (var file in jwt.VerificationSecretFiles)
            jwt.VerificationSecrets.Add(ReadFile(file, "Auth:Jwt:VerificationSecretFiles"));
        jwt.SigningKey = Read(jwt.SigningKey, jwt.SigningKeyFile, "Auth:Jwt:SigningKey");
        foreach (var key in jwt.VerificationKeyFiles.Select(VerificationKeySetting.Read))
            jwt.VerificationKeys.Add($"{key with { Value = ReadFile(key.Value, "Auth:Jwt:VerificationKeyFiles") }}");
        var smtp = options.Email.Smtp;
        smtp.Password = Read(smtp.Password, smtp.PasswordFile, "Auth:Email:Smtp:Password");
        var firebase = options.Passwords.Firebase;
        firebase.SignerKey = Read(firebase.SignerKey, firebase.SignerKeyFile, "Auth:Passwords:Firebase:SignerKey");
        foreach (var (provider, external) in options.ExternalProviders)
        {
            var setting = $"Auth:ExternalProviders:{provider}";
            external.ClientSecret = Read(external.ClientSecret, external.ClientSecretFile, $"{setting}:ClientSecret");
            var signed = external.SignedSecret;
            signed.PrivateKey = Read(signed.PrivateKey, signed.PrivateKeyFile, $"{setting}:SignedSecret:PrivateKey");
        }
    }

    private static string? Read(string? value, string? file, string setting)
    {
        if (string.IsNullOrEmpty(file))
            return value;
        if (!string.IsNullOrEmpty(value))
            throw new StartupException($"{setting} and {setting}File are both set: set one of them.");
        return ReadFile(file, $"{setting}File");
    }

    private static string ReadFile(string file, string setting)
    {
        try
        {
            var text = File.ReadAllText(file);

            // A single trailing newline, as editors and echo write it, is not part of the secret. Other white space is.
            return text.EndsWith('\n') ? text[..^(text.EndsWith("\r\n", StringComparison.Ordinal) ? 2 : 1)] : text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartupException($"{setting} names a file that cannot be read: {exception.Message}");
        }
    }
}
