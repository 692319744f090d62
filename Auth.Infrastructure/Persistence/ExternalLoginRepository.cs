using Auth.Domain.Credentials;
using Microsoft.EntityFrameworkCore;

namespace Auth.Infrastructure.Persistence;

/// <summary>Stores links to accounts at external providers in a relational database.</summary>
internal sealed class ExternalLoginRepository(AuthDbContext database) : IExternalLoginRepository
{
    private DbSet<ExternalLogin> Logins => database.Set<ExternalLogin>();

    public async Task<ExternalLogin?> FindAsync(string provider, string accountId, CancellationToken cancellationToken)
    {
        var found = await Logins.AsNoTracking().FirstOrDefaultAsync(
            login => login.Provider == provider && login.AccountId == accountId, cancellationToken);

        // SQL Server ignores trailing spaces, and an imported column can ignore case.
        return string.Equals(found?.AccountId, accountId, StringComparison.Ordinal) ? found : null;
    }

    public async Task<IReadOnlyList<ExternalLogin>> ListAsync(Guid userId, CancellationToken cancellationToken) =>
        await Logins.AsNoTracking().Where(login => login.UserId == userId)
            .OrderBy(login => login.CreatedAt).ThenBy(login => login.Id).ToListAsync(cancellationToken);

    public void Add(ExternalLogin login) => Logins.Add(login);

    public async Task<bool> UpdateAsync(ExternalLogin login, CancellationToken cancellationToken) =>
        await Logins.Where(stored => stored.Id == login.Id).ExecuteUpdateAsync(
            set => set.SetProperty(stored => stored.AccountEmail, login.AccountEmail)
                .SetProperty(stored => stored.LastUsedAt, login.LastUsedAt)
                .SetProperty(stored => stored.ProtectedTokens, login.ProtectedTokens),
            cancellationToken) == 1;

    public async Task<bool> ReplaceTokensAsync(Guid id, byte[] before, byte[] after, CancellationToken cancellationToken) =>
        await Logins.Where(stored => stored.Id == id && stored.ProtectedTokens == before).ExecuteUpdateAsync(
            set => set.SetProperty(stored => stored.ProtectedTokens, after), cancellationToken) == 1;

    public Task DeleteAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        Logins.Where(login => ids.Contains(login.Id)).ExecuteDeleteAsync(cancellationToken);
}

/// <summary>Stores the data of external logins in progress in a relational database.</summary>
internal sealed class LoginFlowRepository(AuthDbContext database) : ILoginFlowRepository
{
    public Task<bool> TryUseStateAsync(UsedLoginState state, CancellationToken cancellationToken) =>
        database.TryInsertAsync(state, cancellationToken);

    public async Task<bool> UseStateAsync(UsedLoginState state, CancellationToken cancellationToken)
    {
        if (await database.Set<UsedLoginState>().AnyAsync(used => used.Id == state.Id, cancellationToken))
            return false;
        database.Add(state);
        await database.SaveChangesAsync(cancellationToken);
        return true;
    }

    public void Add(LoginCode code) => database.Add(code);

    public async Task<LoginCode?> TakeCodeAsync(byte[] hash, CancellationToken cancellationToken)
    {
        var codes = database.Set<LoginCode>().Where(code => code.Hash == hash);
        return await codes.AsNoTracking().FirstOrDefaultAsync(cancellationToken) is { } code
            && await codes.ExecuteDeleteAsync(cancellationToken) == 1
            ? code
            : null;
    }
}
