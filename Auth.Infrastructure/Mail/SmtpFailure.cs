using System.Net.Sockets;
using System.Text.RegularExpressions;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Auth.Infrastructure.Mail;

/// <summary>
/// The cause of a failed delivery attempt. It contains only the codes of a server's response (RFC 5321 §4.2, RFC 3463) and not
/// its text, because many servers repeat the recipient's address there.
/// </summary>
/// <param name="Cause">The cause, as a sentence without a full stop.</param>
/// <param name="IsPermanent">Whether another attempt would fail in the same way.</param>
internal sealed partial record SmtpFailure(string Cause, bool IsPermanent)
{
    /// <summary>Converts an exception of the SMTP client. Returns null for an exception that indicates a bug.</summary>
    public static SmtpFailure? Of(Exception exception) => exception switch
    {
        SmtpCommandException answer => Answered($"The mail server refused {Refused(answer.ErrorCode)}", answer),
        AuthenticationException { InnerException: SmtpCommandException answer } =>
            Answered("The mail server refused the account of Auth:Email:Smtp:User", answer),
        AuthenticationException => new("The mail server refused the account of Auth:Email:Smtp:User", true),
        SslHandshakeException { ServerCertificate: not null } => new(
            "The mail server's certificate is not trusted: its name does not match Auth:Email:Smtp:Host, it has expired, "
            + "or its issuer is not trusted on this machine",
            true),
        SslHandshakeException => new("The mail server does not support TLS in the mode of Auth:Email:Smtp:Security", false),
        NotSupportedException => new(
            "The mail server lacks a required extension: STARTTLS, a supported authentication mechanism, "
            + "or 8BITMIME for an international address",
            true),
        SocketException lost => new($"The mail server cannot be reached ({lost.SocketErrorCode})", false),
        SmtpProtocolException or IOException => new("The connection to the mail server was lost", false),
        TimeoutException => new("The mail server did not answer in time", false),
        _ => null,
    };

    private static SmtpFailure Answered(string cause, SmtpCommandException answer)
    {
        var detailed = EnhancedCode().Match(answer.Message);
        var codes = detailed.Success ? $"{(int)answer.StatusCode} {detailed.Value}" : $"{(int)answer.StatusCode}";
        return new($"{cause} ({codes})", (int)answer.StatusCode >= 500);
    }

    private static string Refused(SmtpErrorCode code) => code switch
    {
        SmtpErrorCode.SenderNotAccepted => "the sender, Auth:Email:From",
        SmtpErrorCode.RecipientNotAccepted => "the recipient",
        SmtpErrorCode.MessageNotAccepted => "the message",
        _ => "a command",
    };

    [GeneratedRegex(@"^[245]\.[0-9]{1,3}\.[0-9]{1,3}(?= )")]
    private static partial Regex EnhancedCode();
}
