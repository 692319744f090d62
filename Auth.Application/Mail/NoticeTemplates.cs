namespace Auth.Application.Mail;

/// <summary>
/// The notices of account changes. They contain no text that a stranger can choose, neither an address nor a name.
/// </summary>
internal static class NoticeTemplates
{
    /// <summary>Returns the changed members in words.</summary>
    public static string MembersOf(AccountChange change) => change switch
    {
        { Email: true, Password: true } => "e-mail address and password",
        { Email: true } => "e-mail address",
        _ => "password",
    };

    /// <summary>Creates a notice that the e-mail address, the password or both were changed.</summary>
    /// <param name="to">The user's address before the change.</param>
    /// <param name="change">The change.</param>
    /// <param name="recoveryToken">A token that restores the previous address, if the notice is to contain one.</param>
    /// <param name="options">The link's target and the token's lifetime.</param>
    public static EmailMessage Changed(string to, AccountChange change, string? recoveryToken, AuthOptions options)
    {
        var what = $"{MembersOf(change)} {(change is { Email: true, Password: true } ? "were" : "was")} changed";
        var subject = $"Your {what}";
        var happened = FormattableString.Invariant(
            $"Your account's {what} on {change.At:d MMMM yyyy} at {change.At:HH:mm} UTC.");
        if (recoveryToken is not null)
        {
            return MailTemplates.WithToken(
                to, subject, happened, recoveryToken, options.Email.RecoverUrl, options.Jwt.RecoverEmailLifetimeSeconds,
                "If it was you, there is nothing to do. If it was not you, someone else may be using your account: use the link or "
                + "the token to restore this address, set a new password and end all sessions.");
        }

        var advice = "If it was you, there is nothing to do. If it was not you, someone else may be using your account: "
            + (change.Email ? "" : "set a new password at once, and ")
            + "contact the operator of the service.";
        return MailTemplates.Write(to, subject, new(happened), new(advice));
    }

    /// <summary>Creates a notice that a second factor was added, removed or used.</summary>
    public static EmailMessage SecondFactor(string to, string what, DateTimeOffset at) => MailTemplates.Write(
        to,
        $"A {what}",
        new(FormattableString.Invariant($"A {what} on {at:d MMMM yyyy} at {at:HH:mm} UTC.")),
        new("If it was you, there is nothing to do. If it was not you, someone else may be using your account: set a new password "
            + "at once, and contact the operator of the service."));

    /// <summary>Creates a notice that a login with an external provider was added or removed.</summary>
    public static EmailMessage ExternalLogin(string to, AccountChange change)
    {
        var what = change.Linked is { } linked ? $"login with {linked} was added" : $"login with {change.Unlinked} was removed";
        var effect = change.Linked is null ? "." : ": the account there can now log in to your account.";
        var happened = FormattableString.Invariant($"A {what} on {change.At:d MMMM yyyy} at {change.At:HH:mm} UTC");
        return MailTemplates.Write(
            to,
            $"A {what}",
            new(happened + effect),
            new("If it was you, there is nothing to do. If it was not you, someone else may be using your account: set a new password "
                + "at once, and contact the operator of the service."));
    }
}
