using System.Security.Cryptography;
using Auth.Infrastructure;
using Microsoft.Extensions.Options;

namespace Auth.Api.Hosting;

/// <summary>
/// The defaults of Development: a persistent generated secret and a pickup folder for mail. Other environments must configure
/// them.
/// </summary>
internal sealed class DevelopmentDefaults(IHostEnvironment environment) : IPostConfigureOptions<AuthApiOptions>
{
    private const int SecretBytes = 48;

    public void PostConfigure(string? name, AuthApiOptions options)
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

    /// <summary>Returns the secret in the file. Creates a missing file with a new secret, readable by its owner only.</summary>
    private static string KeptSecret(string path)
    {
        DataFolder.Create(Path.GetDirectoryName(path)!);
        try
        {
            OwnerOnlyFile.Create(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes)));
        }
        catch (IOException) when (File.Exists(path))
        {
            // An earlier start created the file.
        }

        return File.ReadAllText(path);
    }
}
