using System.Security.Cryptography;
using System.Text;
using Auth.Application.Events;
using Auth.Domain.Credentials;
using Auth.Domain.Events;
using Auth.Domain.Users;
using Microsoft.Extensions.Options;

namespace Auth.Application.Login.SecondFactors;

/// <summary>The devices on which users log in without the second factor. A device is identified by its device token.</summary>
public sealed class TrustedDevices(
    ITrustedDeviceRepository devices, DeviceTokens tokens, IOptions<AuthOptions> options, IUnitOfWork unitOfWork,
    AccountEventPublisher events, TimeProvider time)
{
    private readonly int _days = options.Value.SecondFactor.TrustDeviceDays;

    /// <summary>Returns whether the user trusts the device with a token.</summary>
    public async Task<bool> IsTrustedAsync(User user, string? deviceToken, CancellationToken cancellationToken) =>
        _days > 0 && HashOf(user, deviceToken) is { } hash
        && await devices.IsTrustedAsync(user.Id, hash, user.SecurityStamp, time.GetUtcNow(), cancellationToken);

    /// <summary>Trusts a device after a login with a second factor. Without a valid token or if trust is off, it does nothing.</summary>
    public async Task TrustAsync(User user, string? deviceToken, CancellationToken cancellationToken)
    {
        if (_days == 0 || HashOf(user, deviceToken) is not { } hash)
            return;
        var expiresAt = time.GetUtcNow().AddDays(_days);
        await unitOfWork.ExecuteAsync(
            async token =>
            {
                await devices.TrustAsync(TrustedDevice.Create(user.Id, hash, user.SecurityStamp, expiresAt), token);
                await events.PublishAsync(new DeviceTrusted(user.Id), token);
            },
            cancellationToken);
    }

    private byte[]? HashOf(User user, string? deviceToken) =>
        tokens.BudgetOf(user.Email, deviceToken) is { } name ? SHA256.HashData(Encoding.ASCII.GetBytes(name)) : null;
}
