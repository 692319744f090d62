using Auth.Application;
using Auth.Application.Passwords;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Passwords.Formats;

/// <summary>Registers the formats of stored hashes.</summary>
internal static class PasswordHashFormatServices
{
    /// <summary>Adds <see cref="IPasswordHashFormats"/>. The most frequent formats come first.</summary>
    public static IServiceCollection AddPasswordHashFormats(this IServiceCollection services)
    {
        services.AddSingleton(new PasswordHashFormat(BCryptHash.TryParse));
        services.AddSingleton(new PasswordHashFormat(Argon2idHash.TryParse));
        services.AddSingleton(new PasswordHashFormat(BCryptSha256Hash.TryParse));
        services.AddSingleton(new PasswordHashFormat(PasslibPbkdf2.TryParse));
        services.AddSingleton(new PasswordHashFormat(PasslibScrypt.TryParse));
        services.AddSingleton(new PasswordHashFormat(DjangoPbkdf2.TryParse));
        services.AddSingleton(new PasswordHashFormat(DjangoArgon2.TryParse));
        services.AddSingleton(new PasswordHashFormat(DjangoBCryptSha256.TryParse));
        services.AddSingleton(new PasswordHashFormat(DjangoBCrypt.TryParse));
        services.AddSingleton(new PasswordHashFormat(DjangoScrypt.TryParse));
        services.AddSingleton(new PasswordHashFormat(IdentityHash.TryParse));
        services.AddSingleton(provider => new PasswordHashFormat(
            new FirebaseScrypt(provider.GetRequiredService<IOptions<AuthOptions>>().Value.Passwords.Firebase).TryParse));

        services.AddSingleton<PasswordHashFormats>();
        return services.AddSingleton<IPasswordHashFormats>(provider => provider.GetRequiredService<PasswordHashFormats>());
    }
}
