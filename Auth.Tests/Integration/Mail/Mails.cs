using System.Text.RegularExpressions;
using MimeKit;

namespace Auth.Tests.Integration.Mail;

/// <summary>Reads the mails that a server wrote to its pickup folder.</summary>
internal static partial class Mails
{
    /// <summary>Returns the mails to an address, in any order.</summary>
    public static IReadOnlyList<ReadMail> To(AuthServer server, string address) =>
        [.. Directory.Exists(server.PickupFolder)
            ? Directory.EnumerateFiles(server.PickupFolder, "*.eml").Select(Read).Where(mail => mail.To == address)
            : []];

    private static ReadMail Read(string file)
    {
        using var message = MimeMessage.Load(file);
        var text = message.TextBody!.ReplaceLineEndings("\n");
        return new(
            message.To.Mailboxes.Single().Address, message.Subject ?? "", text, Token().Match(text).Groups[1].Value, Code().Match(text).Value);
    }

    [GeneratedRegex(@"#token=([\w-]+)")]
    private static partial Regex Token();

    [GeneratedRegex(@"(?<=\n)\d{6}(?=\n)")]
    private static partial Regex Code();
}

/// <summary>A mail.</summary>
/// <param name="Token">The token in the link; empty if there is none.</param>
/// <param name="Code">The six-digit code; empty if there is none.</param>
internal sealed record ReadMail(string To, string Subject, string Text, string Token, string Code);
