namespace Auth.Application.Email;

/// <summary>
/// What the service tells its users unasked. The texts hold no token, and no word that a stranger can choose, neither an
/// address nor a name.
/// </summary>
internal static class NoticeTemplates
{
    /// <summary>The mail that tells of another address, another password, or both.</summary>
    /// <param name="to">The user's old or new address.</param>
    /// <param name="changesEmail">Whether the address was changed.</param>
    /// <param name="changesPassword">Whether the password was changed.</param>
    /// <param name="when">When, in UTC.</param>
    public static EmailMessage Changed(string to, bool changesEmail, bool changesPassword, DateTimeOffset when)
    {
        var what = (changesEmail, changesPassword) switch
        {
            (true, true) => "e-mail address and password were changed",
            (true, false) => "e-mail address was changed",
            _ => "password was changed",
        };
        var subject = $"Your {what}";
        var happened = FormattableString.Invariant($"Your account's {what} on {when:d MMMM yyyy} at {when:HH:mm} UTC.");
        var advice = "If it was you, there is nothing to do. If it was not you, somebody else may be using your account: "
            + (changesEmail ? "" : "choose a new password at once, and ")
            + "tell those who run the service you log in to.";
        return new(to, subject, Text(happened, advice), Html(subject, happened, advice));
    }

    private static string Text(string happened, string advice) =>
        $"""
        Hello,

        {happened}

        {advice}

        """.ReplaceLineEndings("\n");

    private static string Html(string subject, string happened, string advice) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>{subject}</title></head>
        <body>
        <p>Hello,</p>
        <p>{happened}</p>
        <p>{advice}</p>
        </body>
        </html>

        """.ReplaceLineEndings("\n");
}
