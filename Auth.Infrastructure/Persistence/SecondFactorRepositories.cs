using Auth.Domain.Credentials;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>Stores authenticator apps in a relational database.</summary>
internal sealed class TotpRepository(AuthDbContext database) : ITotpRepository
{
    private DbSet<TotpFactor> Factors => database.Set<TotpFactor>();

    public Task<TotpFactor?> FindAsync(Guid userId, CancellationToken cancellationToken) =>
        Factors.AsNoTracking().FirstOrDefaultAsync(factor => factor.UserId == userId, cancellationToken);

    public async Task BeginAsync(Guid userId, byte[] pendingSecret, CancellationToken cancellationToken)
    {
        if (!await TryReplaceAsync()
            && !await database.TryInsertAsync(TotpFactor.Begin(userId, pendingSecret), cancellationToken))
        {
            await TryReplaceAsync();
        }

        async Task<bool> TryReplaceAsync() => await Factors.Where(factor => factor.UserId == userId).ExecuteUpdateAsync(
            set => set.SetProperty(factor => factor.PendingSecret, pendingSecret), cancellationToken) == 1;
    }

    public async Task<bool> ConfirmAsync(
        Guid userId, byte[] pendingSecret, long timeStep, DateTimeOffset now, CancellationToken cancellationToken) =>
        await Factors.Where(factor => factor.UserId == userId && factor.PendingSecret == pendingSecret).ExecuteUpdateAsync(
            set => set.SetProperty(factor => factor.ProtectedSecret, factor => factor.PendingSecret)
                .SetProperty(factor => factor.PendingSecret, (byte[]?)null)
                .SetProperty(factor => factor.LastStep, timeStep)
                .SetProperty(factor => factor.ConfirmedAt, now)
                .SetProperty(factor => factor.LastUsedAt, now),
            cancellationToken) == 1;

    public async Task<bool> UseAsync(
        Guid userId, byte[] protectedSecret, long timeStep, byte[] renewedSecret, DateTimeOffset now,
        CancellationToken cancellationToken) =>
        await Factors.Where(factor => factor.UserId == userId && factor.LastStep < timeStep && factor.ProtectedSecret == protectedSecret)
            .ExecuteUpdateAsync(
                set => set.SetProperty(factor => factor.LastStep, timeStep)
                    .SetProperty(factor => factor.ProtectedSecret, renewedSecret)
                    .SetProperty(factor => factor.LastUsedAt, now),
                cancellationToken) == 1;

    public async Task<IReadOnlyList<TotpFactor>> ListAsync(int skip, int limit, CancellationToken cancellationToken) =>
        await Factors.AsNoTracking().OrderBy(factor => factor.UserId).Skip(skip).Take(limit).ToListAsync(cancellationToken);

    public Task ReplaceSecretAsync(Guid userId, byte[] before, byte[] after, CancellationToken cancellationToken) =>
        Factors.Where(factor => factor.UserId == userId && factor.ProtectedSecret == before).ExecuteUpdateAsync(
            set => set.SetProperty(factor => factor.ProtectedSecret, after), cancellationToken);

    public Task DeleteAsync(Guid userId, CancellationToken cancellationToken) =>
        Factors.Where(factor => factor.UserId == userId).ExecuteDeleteAsync(cancellationToken);
}

/// <summary>Stores recovery codes in a relational database.</summary>
internal sealed class RecoveryCodeRepository(AuthDbContext database) : IRecoveryCodeRepository
{
    private DbSet<RecoveryCode> Codes => database.Set<RecoveryCode>();

    public Task<RecoveryCodeCount?> CountAsync(Guid userId, CancellationToken cancellationToken) =>
        Codes.Where(code => code.UserId == userId).GroupBy(code => code.UserId)
            .Select(group => new RecoveryCodeCount(group.Count(), group.Max(code => code.CreatedAt)))
            .FirstOrDefaultAsync(cancellationToken);

    public async Task ReplaceAsync(Guid userId, IReadOnlyCollection<RecoveryCode> codes, CancellationToken cancellationToken)
    {
        await Codes.Where(code => code.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        Codes.AddRange(codes);
    }

    public async Task<bool> UseAsync(Guid userId, byte[] hash, CancellationToken cancellationToken) =>
        await Codes.Where(code => code.UserId == userId && code.Hash == hash).ExecuteDeleteAsync(cancellationToken) == 1;
}

/// <summary>Stores trusted devices in a relational database.</summary>
internal sealed class TrustedDeviceRepository(AuthDbContext database) : ITrustedDeviceRepository
{
    private DbSet<TrustedDevice> Devices => database.Set<TrustedDevice>();

    public Task<bool> IsTrustedAsync(
        Guid userId, byte[] deviceHash, Guid securityStamp, DateTimeOffset now, CancellationToken cancellationToken) =>
        Devices.AnyAsync(
            device => device.UserId == userId && device.DeviceHash == deviceHash && device.SecurityStamp == securityStamp
                && device.ExpiresAt > now,
            cancellationToken);

    public async Task TrustAsync(TrustedDevice device, CancellationToken cancellationToken)
    {
        await Devices.Where(known => known.UserId == device.UserId && known.DeviceHash == device.DeviceHash)
            .ExecuteDeleteAsync(cancellationToken);
        Devices.Add(device);
    }

    public Task DeleteAsync(Guid userId, CancellationToken cancellationToken) =>
        Devices.Where(device => device.UserId == userId).ExecuteDeleteAsync(cancellationToken);
}
