using System.Net;

namespace Auth.Application.Mail;

/// <summary>
/// The mails with tokens. They contain no text that a stranger can choose, neither an address nor a name.
/// </summary>
internal static class MailTemplates
{
    /// <summary>Creates the mail with which a user verifies an e-mail address.</summary>
    /// <param name="to">The user's stored address.</param>
    /// <param name="token">A verification token, valid for <c>Auth:Jwt:VerificationLifetimeSeconds</c>.</param>
    /// <param name="options">The link's target and the token's lifetime.</param>
    public static EmailMessage Verification(string to, string token, AuthOptions options) => Write(
        to,
        "Verify your e-mail address",
        "Please confirm that this e-mail address is yours.",
        token,
        options.Email.VerifyUrl,
        options.Jwt.VerificationLifetimeSeconds,
        "If you did not ask for this, ignore this message: the address will not be verified.");

    /// <summary>Creates the mail with which a user sets a new password.</summary>
    /// <param name="to">The user's stored address.</param>
    /// <param name="token">A reset token, valid for <c>Auth:Jwt:ResetLifetimeSeconds</c>.</param>
    /// <param name="options">The link's target and the token's lifetime.</param>
    public static EmailMessage Reset(string to, string token, AuthOptions options) => Write(
        to,
        "Choose a new password",
        "You can choose a new password for your account.",
        token,
        options.Email.ResetUrl,
        options.Jwt.ResetLifetimeSeconds,
        "If you did not ask for this, ignore this message: your password stays as it is.");

    /// <summary>Creates a mail with a token.</summary>
    public static EmailMessage Write(
        string to, string subject, string purpose, string token, string? url, int seconds, string notYou)
    {
        var link = string.IsNullOrWhiteSpace(url) ? null : url.Replace("{token}", token, StringComparison.Ordinal);
        var lifetime = $"This is valid for {Lifetime(seconds)}.";
        var text = Text(purpose, link, token, lifetime, notYou);
        return new(to, subject, text, Html(subject, purpose, link, token, lifetime, notYou));
    }

    private static string Text(string purpose, string? link, string token, string lifetime, string notYou) =>
        $"""
        Hello,

        {purpose}

        {(link is null ? "" : $"Open this link:\n\n{link}\n\n")}{TokenLead(link)}

        {token}

        {lifetime}

        {notYou}

        """.ReplaceLineEndings("\n");

    private static string Html(string subject, string purpose, string? link, string token, string lifetime, string notYou)
    {
        var button = link is null ? "" : $"""<p><a href="{WebUtility.HtmlEncode(link)}">{subject}</a></p>""" + "\n";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{subject}</title></head>
            <body>
            <p>Hello,</p>
            <p>{purpose}</p>
            {button}<p>{TokenLead(link)}</p>
            <p><code style="word-break: break-all">{WebUtility.HtmlEncode(token)}</code></p>
            <p>{lifetime}</p>
            <p>{notYou}</p>
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    private static string TokenLead(string? link) =>
        link is null ? "Enter this token where you are asked for it:" : "Or enter this token where you are asked for it:";

    // Rounded down, so that the mail does not state more time than remains.
    private static string Lifetime(int seconds) => seconds switch
    {
        < 60 => Count(seconds, "second"),
        < 7200 when seconds != 3600 => Count(seconds / 60, "minute"),
        _ => Count(seconds / 3600, "hour"),
    };

    private static string Count(int number, string unit) =>
        FormattableString.Invariant($"{number} {unit}{(number == 1 ? "" : "s")}");
}
