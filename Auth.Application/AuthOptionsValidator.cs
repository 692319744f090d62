using System.Net;
using System.Text;
using Auth.Application.Backends.Jwt;
using Auth.Application.Login;
using Auth.Application.Mail;
using Auth.Application.Passwords;
using Auth.Application.Sessions;
using Microsoft.Extensions.Options;

namespace Auth.Application;

/// <summary>
/// Rejects contradictory or unsafe settings. Each message names the setting and its valid values.
/// </summary>
internal sealed class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    private const int LongestLifetime = 10 * 365 * 24 * 3600;

    public ValidateOptionsResult Validate(string? name, AuthOptions options)
    {
        var failures = new List<string>();
        Check(!string.IsNullOrWhiteSpace(options.AuthBackendName),
            "Auth:AuthBackendName must not be empty: it is part of the route names.");
        Check(options.BadCredentialsStatus is 400 or 401, "Auth:BadCredentialsStatus must be 400 or 401.");
        CheckJwt(options.Jwt);
        failures.AddRange(JwtKeyRules.Broken(options.Jwt));
        CheckSessions(options.Sessions);
        CheckThrottle(options.Throttle);
        CheckRateLimits(options.RateLimits);
        Check(options.Connections.MaxPerClient >= 0, "Auth:Connections:MaxPerClient must be 0 (no limit) or more.");
        foreach (var proxy in options.Proxies)
        {
            Check(IPAddress.TryParse(proxy, out _) || IPNetwork.TryParse(proxy, out _),
                $"Auth:Proxies contains {proxy}, which is neither an IP address nor a network such as 10.0.0.0/24.");
        }

        failures.AddRange(options.Cors.Failures());
        Check(options.HstsDays is >= 0 and <= 3650, "Auth:HstsDays must be from 0 (no Strict-Transport-Security) to 3650.");
        failures.AddRange(options.Audit.Failures());
        CheckHousekeeping(options.Housekeeping);
        Check(options.Shutdown.DrainSeconds is null or (>= 0 and <= ShutdownOptions.LongestDrainSeconds),
            $"Auth:Shutdown:DrainSeconds must be from 0 to {ShutdownOptions.LongestDrainSeconds} seconds.");
        CheckPasswords(options.Passwords);
        Check(Enum.IsDefined(options.Database.Provider), "Auth:Database:Provider must be Sqlite, SqlServer or PostgreSql.");
        Check(options.Database.MaxWaitingWriters is > 0 and <= 100_000,
            "Auth:Database:MaxWaitingWriters must be from 1 to 100000.");
        CheckEmail(options.Email);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(bool holds, string otherwise)
        {
            if (!holds)
                failures.Add(otherwise);
        }

        void CheckJwt(JwtOptions jwt)
        {
            Check(IsSet(jwt.Secret),
                "Auth:Jwt:Secret is missing. Set it to at least 32 random bytes (openssl rand -base64 48) in the environment "
                + "variable Auth__Jwt__Secret, or set Auth:Jwt:SecretFile to the path of a file that contains it.");
            Check(!IsSet(jwt.Secret) || Encoding.UTF8.GetByteCount(jwt.Secret!) >= JwtOptions.ShortestSecret,
                "Auth:Jwt:Secret is too short: HS256 requires at least 32 bytes (RFC 7518 section 3.2). "
                + "Generate a secret with openssl rand -base64 48.");
            CheckLifetime(jwt.LifetimeSeconds, nameof(jwt.LifetimeSeconds));
            CheckLifetime(jwt.VerificationLifetimeSeconds, nameof(jwt.VerificationLifetimeSeconds));
            CheckLifetime(jwt.ResetLifetimeSeconds, nameof(jwt.ResetLifetimeSeconds));
            CheckLifetime(jwt.RecoverEmailLifetimeSeconds, nameof(jwt.RecoverEmailLifetimeSeconds));
        }

        void CheckSessions(SessionOptions sessions)
        {
            Check(sessions.IdleSeconds is > 0 and <= LongestLifetime,
                $"Auth:Sessions:IdleSeconds must be from 1 to {LongestLifetime} seconds.");
            Check(sessions.AbsoluteSeconds is > 0 and <= LongestLifetime,
                $"Auth:Sessions:AbsoluteSeconds must be from 1 to {LongestLifetime} seconds.");
            Check(sessions.RefreshGraceSeconds is >= 0 and <= 600,
                "Auth:Sessions:RefreshGraceSeconds must be from 0 to 600 seconds.");
            Check(sessions.MaxPerUser is > 0 and <= 10_000, "Auth:Sessions:MaxPerUser must be from 1 to 10000.");
            Check(sessions.MaxRefreshesPerHour is > 0 and <= 36_000, "Auth:Sessions:MaxRefreshesPerHour must be from 1 to 36000.");
            Check(sessions.MaxCurrentPasswordFailures is > 0 and <= 1000,
                "Auth:Sessions:MaxCurrentPasswordFailures must be from 1 to 1000.");
        }

        void CheckThrottle(ThrottleOptions throttle)
        {
            Check(throttle.MaxFailures is > 0 and <= 1000, "Auth:Throttle:MaxFailures must be from 1 to 1000.");
            Check(throttle.FirstWaitSeconds > 0 && throttle.FirstWaitSeconds <= throttle.LongestWaitSeconds,
                "Auth:Throttle:FirstWaitSeconds must be at least 1 and at most Auth:Throttle:LongestWaitSeconds.");
            Check(throttle.LongestWaitSeconds <= 3600,
                "Auth:Throttle:LongestWaitSeconds must be at most 3600: with a longer delay, strangers could lock accounts.");
            Check(throttle.KnownNetworkDays is > 0 and <= 3650, "Auth:Throttle:KnownNetworkDays must be from 1 to 3650.");
            Check(throttle.DeviceCookieDays is > 0 and <= 3650, "Auth:Throttle:DeviceCookieDays must be from 1 to 3650.");
        }

        void CheckRateLimits(RateLimitOptions limits)
        {
            Check(limits.WindowSeconds is > 0 and <= 3600, "Auth:RateLimits:WindowSeconds must be from 1 to 3600.");
            Check(limits.MailCooldownSeconds > 0 && limits.MailCooldownSeconds <= limits.MaxMailCooldownSeconds,
                "Auth:RateLimits:MailCooldownSeconds must be at least 1 and at most Auth:RateLimits:MaxMailCooldownSeconds.");
            Check(limits.MaxMailCooldownSeconds <= 86400, "Auth:RateLimits:MaxMailCooldownSeconds must be at most 86400.");
            foreach (var (setting, permits) in limits.PermitsByName())
            {
                Check(permits is > 0 and <= RateLimitOptions.HighestLimit,
                    $"Auth:RateLimits:{setting} must be from 1 to {RateLimitOptions.HighestLimit}; "
                    + "Auth:RateLimits:Enabled=false disables all limits.");
            }
        }

        void CheckHousekeeping(HousekeepingOptions housekeeping)
        {
            Check(housekeeping.IntervalSeconds is > 0 and <= 86400, "Auth:Housekeeping:IntervalSeconds must be from 1 to 86400.");
            Check(housekeeping.KeepSessionsDays is >= 0 and <= 3650,
                "Auth:Housekeeping:KeepSessionsDays must be from 0 to 3650.");
        }

        void CheckLifetime(int seconds, string setting) =>
            Check(seconds is > 0 and <= LongestLifetime, $"Auth:Jwt:{setting} must be from 1 to {LongestLifetime} seconds.");

        void CheckPasswords(PasswordOptions passwords)
        {
            Check(passwords.WorkFactor is >= PasswordOptions.LowestWorkFactor and <= PasswordOptions.HighestWorkFactor,
                "Auth:Passwords:WorkFactor must be from 4 to 18; 12 is recommended.");
            Check(passwords.MinimumLength is > 0 and <= 256, "Auth:Passwords:MinimumLength must be from 1 to 256 characters.");
            Check(passwords.HashingThreads is >= 0 and <= 1024,
                "Auth:Passwords:HashingThreads must be from 0 (as processors) to 1024.");
            Check(passwords.Argon2idThreads is >= 0 and <= 1024,
                "Auth:Passwords:Argon2idThreads must be from 0 (limited by the available memory) to 1024.");
            Check(passwords.MaxQueueLength is >= 0, "Auth:Passwords:MaxQueueLength must be 0 (measured at startup) or more.");
        }

        void CheckEmail(EmailOptions email)
        {
            Check(!IsSet(email.Smtp.Host) || !IsSet(email.PickupFolder),
                "Auth:Email:Smtp:Host and Auth:Email:PickupFolder are both set: set only one of them.");
            Check(IsSet(email.From), "Auth:Email:From must not be empty.");
            Check(email.Smtp.Port is > 0 and < 65536, "Auth:Email:Smtp:Port must be from 1 to 65535.");
            Check(Enum.IsDefined(email.Smtp.Security), "Auth:Email:Smtp:Security must be StartTls, Tls or None.");
            Check(email.Smtp.User is null == email.Smtp.Password is null,
                "Auth:Email:Smtp:User and Auth:Email:Smtp:Password must be set together: set both or neither.");
            Check(email.Smtp.TimeoutSeconds is > 0 and <= 600, "Auth:Email:Smtp:TimeoutSeconds must be from 1 to 600 seconds.");
            Check(email.Smtp.MaxAttempts is > 0 and <= 50, "Auth:Email:Smtp:MaxAttempts must be from 1 to 50.");
            CheckLink(email.VerifyUrl, nameof(email.VerifyUrl));
            CheckLink(email.ResetUrl, nameof(email.ResetUrl));
            CheckLink(email.RecoverUrl, nameof(email.RecoverUrl));
        }

        void CheckLink(string? url, string setting) =>
            Check(url is null || (url.IndexOf('#', StringComparison.Ordinal) is >= 0 and var fragment
                && url.IndexOf("{token}", fragment, StringComparison.Ordinal) >= 0
                && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"),
                $"Auth:Email:{setting} must be an absolute http(s) URL with {{token}} after a #, so that no server logs it: "
                + "https://example.com/account#token={token}.");
    }

    private static bool IsSet(string? value) => !string.IsNullOrEmpty(value);
}
