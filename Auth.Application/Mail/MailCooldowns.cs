using System.Security.Cryptography;
using System.Text;
using Auth.Application.Backends.Jwt;
using Auth.Domain.Mail;
using Microsoft.Extensions.Options;

namespace Auth.Application.Mail;

/// <summary>Limits how often mail of one purpose is sent to one recipient, across all processes.</summary>
public sealed class MailCooldowns(IMailOutbox outbox, IOptions<AuthOptions> options, TimeProvider time)
{
    private readonly byte[] _key = DerivedKey.From(options.Value.Jwt.Secret!, "auth: recipient of a mail");

    /// <summary>Starts a cooldown, unless one is running.</summary>
    /// <param name="purpose">The purpose and the recipient.</param>
    /// <returns>False while a cooldown is running.</returns>
    public async Task<bool> TryStartAsync(string purpose, CancellationToken cancellationToken)
    {
        var limits = options.Value.RateLimits;
        if (!limits.Enabled)
            return true;
        return await outbox.TryStartCooldownAsync(
            HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(purpose)),
            time.GetUtcNow(),
            TimeSpan.FromSeconds(limits.MailCooldownSeconds),
            TimeSpan.FromSeconds(limits.MaxMailCooldownSeconds),
            cancellationToken);
    }
}
