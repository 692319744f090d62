using System.Text.Json;
using System.Text.Json.Serialization;
using Auth.Application.Events;
using Auth.Application.Login.SecondFactors;
using Auth.Domain.Events;
using Auth.Domain.Mail;
using Auth.Domain.Users;

namespace Auth.Application.Mail;

/// <summary>
/// Stores the mails that events cause: notices that the e-mail address, the password, an external login, a passkey or a second
/// factor was changed. The notice alerts the user to changes by someone else.
/// </summary>
internal sealed class MailListener(
    IMailOutbox outbox, MailCooldowns cooldowns, MailSignal signal, TimeProvider time) : IAccountEventListener
{
    public Task HandleAsync(AccountEvent happened, CancellationToken cancellationToken) => happened switch
    {
        // One notice contains both changes. It is sent to the previous address: an attacker receives mail at the new address.
        // Only a verified address receives a token: any other may belong to a stranger, such as a typo that the user corrects.
        EmailChanged changed => AddAsync(
            changed.Before,
            new AccountChange(
                Email: true,
                Password: changed.User.HashedPassword != changed.Before.HashedPassword,
                time.GetUtcNow(),
                IsRecoverable: changed.ByUser && changed.Before.IsVerified),
            cancellationToken),
        PasswordChanged changed when changed.User.Email == changed.Before.Email => AddAsync(
            changed.Before, new AccountChange(Email: false, Password: true, time.GetUtcNow(), IsRecoverable: false),
            cancellationToken),
        PasswordReset reset => AddAsync(
            reset.User, new AccountChange(Email: false, Password: true, time.GetUtcNow(), IsRecoverable: false),
            cancellationToken),
        EmailRecovered recovered => AddAsync(
            recovered.User, new AccountChange(Email: true, Password: true, time.GetUtcNow(), IsRecoverable: false),
            cancellationToken),
        ExternalLoginLinked { IsNewUser: false } linked => AddAsync(
            linked.User, AccountChange.OfLogin(time.GetUtcNow()) with { Linked = linked.Provider }, cancellationToken),
        ExternalLoginUnlinked unlinked => AddAsync(
            unlinked.User, AccountChange.OfLogin(time.GetUtcNow()) with { Unlinked = unlinked.Provider }, cancellationToken),
        PasskeyAdded added => AddAsync(added.User, OfFactor("passkey was added"), cancellationToken),
        PasskeyRemoved removed => AddAsync(removed.User, OfFactor("passkey was removed"), cancellationToken),
        SecondFactorAdded added => AddAsync(added.User, OfFactor($"{NameOf(added.Method)} was added"), cancellationToken),
        SecondFactorRemoved removed => AddAsync(removed.User, OfFactor($"{NameOf(removed.Method)} was removed"), cancellationToken),
        RecoveryCodesRenewed renewed => AddAsync(
            renewed.User, OfFactor("second factor (new recovery codes) was added"), cancellationToken),
        RecoveryCodeUsed used => AddAsync(used.User, OfFactor("recovery code was used"), cancellationToken),
        _ => Task.CompletedTask,
    };

    public Task CommittedAsync(AccountEvent happened)
    {
        if (happened is EmailChanged or PasswordChanged or PasswordReset or EmailRecovered
            or ExternalLoginLinked { IsNewUser: false } or ExternalLoginUnlinked or PasskeyAdded or PasskeyRemoved
            or SecondFactorAdded or SecondFactorRemoved or RecoveryCodesRenewed or RecoveryCodeUsed)
        {
            signal.Set();
        }

        return Task.CompletedTask;
    }

    private AccountChange OfFactor(string what) => AccountChange.OfLogin(time.GetUtcNow()) with { SecondFactor = what };

    private static string NameOf(string method) => method == TotpFactorKind.Name
        ? "second factor (authenticator app)"
        : $"second factor ({method.Replace('_', ' ')})";

    private async Task AddAsync(User recipient, AccountChange change, CancellationToken cancellationToken)
    {
        // A notice to a verified address is always sent. An unverified address may belong to a stranger. The cooldown limits the
        // number of notices that the stranger receives about someone else's account.
        if (!recipient.IsVerified && !await cooldowns.TryStartAsync($"notice {recipient.Id:D}", cancellationToken))
            return;
        outbox.Add(OutboxMail.Create(
            MailKind.AccountChanged, recipient.Email, recipient.Id, JsonSerializer.Serialize(change), isNotice: true,
            time.GetUtcNow()));
    }
}

/// <summary>The content of a notice.</summary>
/// <param name="Email">Whether the e-mail address was changed.</param>
/// <param name="Password">Whether the password was changed.</param>
/// <param name="At">The time of the change, in UTC.</param>
/// <param name="IsRecoverable">Whether the notice contains a token that restores the previous address.</param>
internal sealed record AccountChange(bool Email, bool Password, DateTimeOffset At, bool IsRecoverable)
{
    /// <summary>The configured name of the provider whose account was linked, if any.</summary>
    public string? Linked { get; init; }

    /// <summary>The configured name of the provider whose account was unlinked, if any.</summary>
    public string? Unlinked { get; init; }

    /// <summary>What happened to a second factor, as the end of a sentence that begins with an article.</summary>
    public string? SecondFactor { get; init; }

    /// <summary>Whether an external login was changed, and neither the address nor the password.</summary>
    [JsonIgnore]
    public bool IsOfExternalLogin => (Linked ?? Unlinked) is not null;

    /// <summary>Creates the change of an external login.</summary>
    public static AccountChange OfLogin(DateTimeOffset at) => new(Email: false, Password: false, at, IsRecoverable: false);
}
