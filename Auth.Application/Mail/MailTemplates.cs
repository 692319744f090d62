using System.Net;
using Auth.Application.Login.MagicLinks;

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
    public static EmailMessage Verification(string to, string token, AuthOptions options) => WithToken(
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
    public static EmailMessage Reset(string to, string token, AuthOptions options) => WithToken(
        to,
        "Choose a new password",
        "You can choose a new password for your account.",
        token,
        options.Email.ResetUrl,
        options.Jwt.ResetLifetimeSeconds,
        "If you did not ask for this, ignore this message: your password stays as it is.");

    /// <summary>Creates an invitation to register.</summary>
    /// <param name="to">The invited address.</param>
    /// <param name="token">The token of the invitation.</param>
    /// <param name="seconds">The lifetime of the token.</param>
    /// <param name="options">The link's target.</param>
    public static EmailMessage Invitation(string to, string token, int seconds, AuthOptions options) => WithToken(
        to,
        "You are invited to register",
        "You can create an account with this e-mail address.",
        token,
        options.Email.InviteUrl,
        seconds,
        "If you do not want an account, ignore this message.");

    /// <summary>Creates the mail with which a user logs in.</summary>
    /// <param name="to">The user's stored address.</param>
    /// <param name="content">The link, the code and their lifetime.</param>
    public static EmailMessage MagicLink(string to, MagicLinkContent content)
    {
        const string Subject = "Log in";
        List<MailParagraph> paragraphs = [];
        if (content.Url is { } url)
        {
            paragraphs.Add(new(
                $"Open this link in the browser in which you asked for it:\n\n{url}",
                $"""<a href="{WebUtility.HtmlEncode(url)}">{Subject}</a> in the browser in which you asked for it."""));
        }

        paragraphs.Add(new($"{(content.Url is null ? "Enter" : "Or enter")} this code where you are asked for it:"));
        paragraphs.Add(new(content.Code, $"<code>{content.Code}</code>"));
        paragraphs.Add(new($"This is valid for {Lifetime(content.Seconds)}."));
        paragraphs.Add(new(
            "If you did not ask for this, ignore this message. Do not give the code to anyone: we never ask for it."));
        return Write(to, Subject, paragraphs);
    }

    /// <summary>Creates a mail with a token.</summary>
    public static EmailMessage WithToken(
        string to, string subject, string purpose, string token, string? url, int seconds, string notYou)
    {
        List<MailParagraph> paragraphs = [new(purpose)];
        if (!string.IsNullOrWhiteSpace(url))
        {
            var link = url.Replace("{token}", token, StringComparison.Ordinal);
            paragraphs.Add(new($"Open this link:\n\n{link}", $"""<a href="{WebUtility.HtmlEncode(link)}">{subject}</a>"""));
        }

        paragraphs.Add(new($"{(paragraphs.Count > 1 ? "Or enter" : "Enter")} this token where you are asked for it:"));
        paragraphs.Add(new(token, $"""<code style="word-break: break-all">{WebUtility.HtmlEncode(token)}</code>"""));
        paragraphs.Add(new($"This is valid for {Lifetime(seconds)}."));
        paragraphs.Add(new(notYou));
        return Write(to, subject, paragraphs);
    }

    /// <summary>Creates a mail in plain text and in HTML.</summary>
    public static EmailMessage Write(string to, string subject, params IReadOnlyList<MailParagraph> paragraphs)
    {
        var text = string.Concat(paragraphs.Select(paragraph => $"\n{paragraph.Text}\n"));
        var html = string.Concat(paragraphs.Select(paragraph => $"<p>{paragraph.Html ?? paragraph.Text}</p>\n"));
        return new(
            to,
            subject,
            $"Hello,\n{text}",
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>{subject}</title></head>
            <body>
            <p>Hello,</p>
            {html}</body>
            </html>

            """.ReplaceLineEndings("\n"));
    }

    /// <summary>Returns a lifetime in words, rounded down, so that the mail does not state more time than remains.</summary>
    public static string Lifetime(int seconds) => seconds switch
    {
        < 60 => Count(seconds, "second"),
        < 7200 when seconds != 3600 => Count(seconds / 60, "minute"),
        _ => Count(seconds / 3600, "hour"),
    };

    private static string Count(int number, string unit) =>
        FormattableString.Invariant($"{number} {unit}{(number == 1 ? "" : "s")}");
}

/// <summary>A paragraph of a mail.</summary>
/// <param name="Text">The plain text.</param>
/// <param name="Html">The HTML; null if the plain text needs no markup and no encoding.</param>
internal sealed record MailParagraph(string Text, string? Html = null);
