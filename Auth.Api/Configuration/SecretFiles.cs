using Auth.Application;
using Microsoft.Extensions.Options;

namespace Auth.Api.Configuration;

/// <summary>Reads secrets from the files that settings name, as Docker and Kubernetes provide them.</summary>
internal sealed class SecretFiles : IPostConfigureOptions<AuthOptions>
{
    public void PostConfigure(string? name, AuthOptions options)
    {
        options.Jwt.Secret = Read(options.Jwt.Secret, options.Jwt.SecretFile, "Auth:Jwt:Secret");
        var smtp = options.Email.Smtp;
        smtp.Password = Read(smtp.Password, smtp.PasswordFile, "Auth:Email:Smtp:Password");
    }

    private static string? Read(string? value, string? file, string setting)
    {
        if (string.IsNullOrEmpty(file))
            return value;
        if (!string.IsNullOrEmpty(value))
            throw new StartupException($"{setting} and {setting}File are both set: set one of them.");
        try
        {
            var text = File.ReadAllText(file);

            // One line's end, as editors and echo leave it, is not part of the secret; other white space is.
            return text.EndsWith('\n') ? text[..^(text.EndsWith("\r\n", StringComparison.Ordinal) ? 2 : 1)] : text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{setting}File names a file that cannot be read: {exception.Message}");
        }
    }
}
