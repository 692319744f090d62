using System.Net.Sockets;
using System.Text.RegularExpressions;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Auth.Infrastructure.Email;

/// <summary>
/// Why a try to send failed. A server's own words never get in, since many servers repeat the recipient's address in them: of an
/// answer only its codes are told (RFC 5321 §4.2, RFC 3463).
/// </summary>
/// <param name="Cause">The cause, as a sentence without its full stop.</param>
/// <param name="IsPermanent">Whether another try would fail alike.</param>
internal sealed partial record SmtpFailure(string Cause, bool IsPermanent)
{
    /// <summary>The failure behind what the SMTP client threw; null for what is a mistake in a program.</summary>
    public static SmtpFailure? Of(Exception exception) => exception switch
    {
        SmtpCommandException answer => Answered($"The mail server refused {Refused(answer.ErrorCode)}", answer),
        AuthenticationException { InnerException: SmtpCommandException answer } =>
            Answered("The mail server refused the account of Auth:Email:Smtp:User", answer),
        AuthenticationException => new("The mail server refused the account of Auth:Email:Smtp:User", true),
        SslHandshakeException { ServerCertificate: not null } => new(
            "The mail server's certificate is not trusted: its name is not Auth:Email:Smtp:Host, it is out of date, "
            + "or this machine does not know its authority",
            true),
        SslHandshakeException => new("The mail server does not speak TLS as Auth:Email:Smtp:Security asks", false),
        NotSupportedException => new(
            "The mail server lacks what is asked of it: STARTTLS, a known way to log in, "
            + "or 8BITMIME for an international address",
            true),
        SocketException lost => new($"The mail server cannot be reached ({lost.SocketErrorCode})", false),
        SmtpProtocolException or IOException => new("The connection to the mail server broke off", false),
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
