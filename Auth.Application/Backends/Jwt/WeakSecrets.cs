using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Application.Backends.Jwt;

/// <summary>
/// Verification secrets under 32 bytes, which <see cref="JwtOptions.WeakSecretsUntil"/> accepts for a limited time. They verify
/// tokens that fastapi-users issues, and nothing else.
/// </summary>
internal static class WeakSecrets
{
    /// <summary>The maximum number of days until the end.</summary>
    public const int LongestDays = 90;

    /// <summary>Returns whether a secret is too short for HS256 (RFC 7518 §3.2).</summary>
    public static bool IsWeak(string secret) => Encoding.UTF8.GetByteCount(secret) < JwtOptions.ShortestSecret;

    /// <summary>Returns the signing secret and the verification secrets that are not weak.</summary>
    public static IEnumerable<string> Without(JwtOptions jwt) =>
        jwt.VerificationSecrets.Where(secret => !IsWeak(secret)).Prepend(jwt.Secret!);

    /// <summary>Returns the HMAC key of a weak secret, with zeros up to the length that the library requires.</summary>
    /// <remarks>HMAC itself appends zeros to a key (RFC 2104 §2), so that the signature is the same.</remarks>
    public static byte[] KeyOf(string secret)
    {
        var key = new byte[JwtOptions.ShortestSecret];
        Encoding.UTF8.GetBytes(secret, key);
        return key;
    }

    /// <summary>Returns the time from which weak secrets are not accepted: the end of the day, in UTC.</summary>
    public static DateTimeOffset EndOf(JwtOptions jwt) => jwt.WeakSecretsUntil is { } day && day < DateOnly.MaxValue
        ? new(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero)
        : DateTimeOffset.MinValue;
}

/// <summary>Rejects a <see cref="JwtOptions.WeakSecretsUntil"/> that is too far ahead, or that has passed with weak secrets.</summary>
internal sealed class WeakSecretsValidator(TimeProvider time) : IValidateOptions<JwtOptions>
{
    private const string Setting = "Auth:Jwt:WeakSecretsUntil";

    public ValidateOptionsResult Validate(string? name, JwtOptions options)
    {
        if (options.WeakSecretsUntil is not { } until)
            return ValidateOptionsResult.Skip;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var latest = today.AddDays(WeakSecrets.LongestDays);
        if (until > latest)
        {
            return ValidateOptionsResult.Fail(
                $"{Setting} must be at most {WeakSecrets.LongestDays} days ahead: set it to {latest:O} or an earlier date.");
        }

        return until < today && options.VerificationSecrets.Any(WeakSecrets.IsWeak)
            ? ValidateOptionsResult.Fail(
                $"{Setting} has passed: remove the secrets under {JwtOptions.ShortestSecret} bytes from Auth:Jwt:VerificationSecrets.")
            : ValidateOptionsResult.Skip;
    }
}

/// <summary>Logs a warning at startup while weak secrets are accepted.</summary>
internal sealed partial class WeakSecretsWarning(
    IOptions<AuthOptions> options, TimeProvider time, ILogger<WeakSecretsWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var jwt = options.Value.Jwt;
        if (jwt.VerificationSecrets.Any(WeakSecrets.IsWeak) && time.GetUtcNow() < WeakSecrets.EndOf(jwt))
            LogAccepted(jwt.WeakSecretsUntil!.Value);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventName = "WeakSecretsAccepted", Level = LogLevel.Warning,
        Message = "Auth:Jwt:VerificationSecrets contains secrets under 32 bytes, which attackers can guess. Tokens that are signed "
            + "with them are accepted until the end of {Until:O} (Auth:Jwt:WeakSecretsUntil)")]
    private partial void LogAccepted(DateOnly until);
}
