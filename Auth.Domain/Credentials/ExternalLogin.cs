namespace Auth.Domain.Credentials;

/// <summary>An account at an external provider with which a user logs in.</summary>
public sealed class ExternalLogin
{
    /// <summary>The maximum length of the name of a provider.</summary>
    public const int MaxProviderLength = 50;

    /// <summary>The maximum length of an account id (OpenID Connect Core 1.0 §2, <c>sub</c>).</summary>
    public const int MaxAccountIdLength = 255;

    private ExternalLogin()
    {
    }

    /// <summary>A version 4 UUID.</summary>
    public Guid Id { get; private init; }

    /// <summary>The user.</summary>
    public Guid UserId { get; private init; }

    /// <summary>The configured name of the provider.</summary>
    public string Provider { get; private init; } = "";

    /// <summary>The id of the account at the provider. It never changes, unlike the e-mail address.</summary>
    public string AccountId { get; private init; } = "";

    /// <summary>The e-mail address of the account at the last login; null if the provider has sent none.</summary>
    public string? AccountEmail { get; private set; }

    /// <summary>The time at which the account was linked, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>The time of the last login with the account, in UTC; the time of the link before the first login.</summary>
    public DateTimeOffset LastUsedAt { get; private set; }

    /// <summary>The encrypted tokens of the provider; null if they are not kept.</summary>
    public byte[]? ProtectedTokens { get; private set; }

    /// <summary>Links an account to a user.</summary>
    public static ExternalLogin Link(Guid userId, string provider, string accountId, DateTimeOffset now) => new()
    {
        Id = Guid.NewGuid(),
        UserId = userId,
        Provider = provider,
        AccountId = accountId,
        CreatedAt = now,
        LastUsedAt = now,
    };

    /// <summary>Returns whether a text is a valid account id: 1 to 255 visible ASCII characters.</summary>
    public static bool IsAccountId(string? text) =>
        text is { Length: > 0 and <= MaxAccountIdLength } && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    /// <summary>Records a login with the account.</summary>
    /// <param name="email">The current e-mail address of the account; null keeps the stored one.</param>
    /// <param name="now">The current time.</param>
    public void Use(string? email, DateTimeOffset now)
    {
        AccountEmail = email ?? AccountEmail;
        LastUsedAt = now;
    }

    /// <summary>Replaces the tokens of the provider.</summary>
    public void KeepTokens(byte[]? protectedTokens) => ProtectedTokens = protectedTokens;
}
