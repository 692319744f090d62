namespace Auth.Domain.Credentials;

/// <summary>The stored links to accounts at external providers. Returned links are detached.</summary>
public interface IExternalLoginRepository
{
    /// <summary>Returns the link of an account, or null. The id is compared exactly.</summary>
    Task<ExternalLogin?> FindAsync(string provider, string accountId, CancellationToken cancellationToken);

    /// <summary>Returns the links of a user, oldest first.</summary>
    Task<IReadOnlyList<ExternalLogin>> ListAsync(Guid userId, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a link to the current unit of work, which runs again if the account is linked at the same time.
    /// </summary>
    void Add(ExternalLogin login);

    /// <summary>Stores the e-mail address, the time of use and the tokens of a link.</summary>
    /// <returns>False if the link was removed since it was read.</returns>
    Task<bool> UpdateAsync(ExternalLogin login, CancellationToken cancellationToken);

    /// <summary>Stores the tokens of a link if the stored ones are still <paramref name="before"/>.</summary>
    Task<bool> ReplaceTokensAsync(Guid id, byte[] before, byte[] after, CancellationToken cancellationToken);

    /// <summary>Removes links.</summary>
    Task DeleteAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);
}

/// <summary>The stored data of logins that are in progress: external logins, second factors and passkeys.</summary>
public interface ILoginFlowRepository
{
    /// <summary>Records the use of a state.</summary>
    /// <returns>False if the state was used before, by any process.</returns>
    Task<bool> TryUseStateAsync(UsedLoginState state, CancellationToken cancellationToken);

    /// <summary>
    /// Records the use of a state in the current unit of work, which runs again if the state is used at the same time.
    /// </summary>
    /// <returns>False if the state was used before, by any process.</returns>
    Task<bool> UseStateAsync(UsedLoginState state, CancellationToken cancellationToken);

    /// <summary>Adds a code to the current unit of work.</summary>
    void Add(LoginCode code);

    /// <summary>Removes a code and returns it; null if it does not exist or another caller has removed it.</summary>
    /// <param name="hash">SHA-256 of the code.</param>
    Task<LoginCode?> TakeCodeAsync(byte[] hash, CancellationToken cancellationToken);
}
