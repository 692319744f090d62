using System.Security.Cryptography;
using Auth.Application;
using Auth.Infrastructure;
using Microsoft.Extensions.Options;

namespace Auth.Api.Configuration;

/// <summary>
/// What need not be set in Development: a secret, made once and kept, and a folder for mail. Elsewhere nothing is made up.
/// </summary>
internal sealed class DevelopmentDefaults(IHostEnvironment environment) : IPostConfigureOptions<AuthOptions>
{
    private const int SecretBytes = 48;

    public void PostConfigure(string? name, AuthOptions options)
    {
        var isDevelopment = environment.IsDevelopment();
        options.Database.MigrateOnStart ??= isDevelopment;
        options.Swagger.Enabled ??= isDevelopment;
        options.Shutdown.DrainSeconds ??= isDevelopment ? 0 : ShutdownOptions.DefaultDrainSeconds;
        if (!isDevelopment)
            return;

        var data = Path.Combine(environment.ContentRootPath, "data");
        if (string.IsNullOrEmpty(options.Jwt.Secret))
            options.Jwt.Secret = KeptSecret(Path.Combine(data, "development-secret"));
        if (string.IsNullOrEmpty(options.Email.Smtp.Host))
            options.Email.PickupFolder ??= Path.Combine(data, "mail");
    }

    /// <summary>The secret in the file, which is made readable by its owner alone when it is not there.</summary>
    private static string KeptSecret(string path)
    {
        DataFolder.Create(Path.GetDirectoryName(path)!);
        try
        {
            OwnerOnlyFile.Create(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)));
        }
        catch (IOException) when (File.Exists(path))
        {
            // Made by an earlier start.
        }

        return File.ReadAllText(path);
    }
}
