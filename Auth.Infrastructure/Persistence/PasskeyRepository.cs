using Auth.Domain.Credentials;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>Stores passkeys in a relational database.</summary>
internal sealed class PasskeyRepository(AuthDbContext database) : IPasskeyRepository
{
    private DbSet<Passkey> Passkeys => database.Set<Passkey>();

    public Task<Passkey?> FindAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        Passkeys.AsNoTracking().FirstOrDefaultAsync(passkey => passkey.CredentialId == credentialId, cancellationToken);

    public async Task<IReadOnlyList<Passkey>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        await Passkeys.AsNoTracking().Where(passkey => passkey.UserId == userId)
            .OrderBy(passkey => passkey.CreatedAt).ThenBy(passkey => passkey.Id).ToListAsync(cancellationToken);

    public void Add(Passkey passkey) => Passkeys.Add(passkey);

    public async Task<bool> TryUseAsync(
        Guid id, long signCount, bool isBackedUp, DateTimeOffset now, CancellationToken cancellationToken) =>
        await Passkeys
            .Where(passkey => passkey.Id == id
                && (passkey.SignCount < signCount || (passkey.SignCount == 0 && signCount == 0)))
            .ExecuteUpdateAsync(
                set => set.SetProperty(passkey => passkey.SignCount, signCount)
                    .SetProperty(passkey => passkey.IsBackedUp, isBackedUp)
                    .SetProperty(passkey => passkey.LastUsedAt, now),
                cancellationToken) == 1;

    public async Task<bool> RenameAsync(Guid userId, Guid id, string name, CancellationToken cancellationToken) =>
        await Passkeys.Where(passkey => passkey.Id == id && passkey.UserId == userId)
            .ExecuteUpdateAsync(set => set.SetProperty(passkey => passkey.Name, name), cancellationToken) == 1;

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken) =>
        Passkeys.Where(passkey => passkey.Id == id).ExecuteDeleteAsync(cancellationToken);

    public Task DeleteAllAsync(Guid userId, CancellationToken cancellationToken) =>
        Passkeys.Where(passkey => passkey.UserId == userId).ExecuteDeleteAsync(cancellationToken);
}

/// <summary>Stores requests for logins by mail in a relational database.</summary>
internal sealed class MagicLinkRepository(AuthDbContext database) : IMagicLinkRepository
{
    private DbSet<MagicLink> Links => database.Set<MagicLink>();

    public void Add(MagicLink link) => Links.Add(link);

    public Task<MagicLink?> FindAsync(byte[] binding, CancellationToken cancellationToken) =>
        Links.AsNoTracking().FirstOrDefaultAsync(link => link.Binding == binding, cancellationToken);

    public Task<MagicLink?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        Links.AsNoTracking().FirstOrDefaultAsync(link => link.Id == id, cancellationToken);

    public async Task<bool> AssignAsync(Guid id, Guid userId, Guid securityStamp, CancellationToken cancellationToken) =>
        await Links.Where(link => link.Id == id).ExecuteUpdateAsync(
            set => set.SetProperty(link => link.UserId, userId).SetProperty(link => link.SecurityStamp, securityStamp),
            cancellationToken) == 1;

    public async Task<bool> TryGuessAsync(Guid id, int max, DateTimeOffset now, CancellationToken cancellationToken) =>
        await Links.Where(link => link.Id == id && link.Guesses < max && link.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(link => link.Guesses, link => link.Guesses + 1), cancellationToken) == 1;

    public async Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken) =>
        await Links.Where(link => link.Id == id).ExecuteDeleteAsync(cancellationToken) == 1;
}
