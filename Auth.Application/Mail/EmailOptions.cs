using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Auth.Application.Mail;

/// <summary>The delivery of mail: <c>Auth:Email</c>.</summary>
public sealed class EmailOptions : IValidatableObject
{
    /// <summary>The sender's address.</summary>
    [Required] public string From { get; set; } = "auth@localhost";

    /// <summary>
    /// The folder to which messages are written as <c>.eml</c> files instead of being sent. The default is <c>data/mail</c> in
    /// Development if no mail server is set.
    /// </summary>
    public string? PickupFolder { get; set; }

    /// <summary>The folder of files that replace the built-in texts of mails; null if there is none.</summary>
    public string? TemplateFolder { get; set; }

    /// <summary>The URL of the link in verification mails, with the placeholder <c>{token}</c> after a <c>#</c>.</summary>
    public string? VerifyUrl { get; set; }

    /// <summary>The URL of the link in reset mails, with the placeholder <c>{token}</c> after a <c>#</c>.</summary>
    public string? ResetUrl { get; set; }

    /// <summary>
    /// The URL of the link in notices of an e-mail change, with the placeholder <c>{token}</c> after a <c>#</c>.
    /// </summary>
    public string? RecoverUrl { get; set; }

    /// <summary>The URL of the link in invitations, with the placeholder <c>{token}</c> after a <c>#</c>.</summary>
    public string? InviteUrl { get; set; }

    /// <summary>The mail server.</summary>
    [ValidateObjectMembers] public SmtpOptions Smtp { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Smtp.Host) && !string.IsNullOrEmpty(PickupFolder))
            yield return new("Auth:Email:Smtp:Host and Auth:Email:PickupFolder are both set: set only one of them.");
        if (Smtp.User is null != Smtp.Password is null)
            yield return new("Auth:Email:Smtp:User and Auth:Email:Smtp:Password must be set together: set both or neither.");
        (string Setting, string? Url)[] links =
        [
            (nameof(VerifyUrl), VerifyUrl), (nameof(ResetUrl), ResetUrl), (nameof(RecoverUrl), RecoverUrl),
            (nameof(InviteUrl), InviteUrl),
        ];
        foreach (var (setting, _) in links.Where(link => link.Url is not null && !IsLink(link.Url)))
        {
            yield return new($"Auth:Email:{setting} must be an absolute http(s) URL with {{token}} after a #, so that no server "
                + "logs it: https://example.com/account#token={token}.");
        }
    }

    /// <summary>Whether a text is an absolute URL with the placeholder of the token after a <c>#</c>.</summary>
    internal static bool IsLink(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
        && url.Split('#', 2) is [_, var fragment] && fragment.Contains("{token}", StringComparison.Ordinal);
}

/// <summary>The mail server for submission: <c>Auth:Email:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>The host name of the server; null if no server is used.</summary>
    public string? Host { get; set; }

    /// <summary>The server's port: 587 for submission with STARTTLS, 465 for TLS from the first byte (RFC 8314).</summary>
    [Range(1, 65_535)] public int Port { get; set; } = 587;

    /// <summary>The security of the connection.</summary>
    [EnumDataType(typeof(SmtpSecurity), ErrorMessage = "{0} must be StartTls, Tls or None.")]
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>The user name; null for a server without authentication.</summary>
    public string? User { get; set; }

    /// <summary>The password.</summary>
    public string? Password { get; set; }

    /// <summary>The path of a file that contains the password, for Docker and Kubernetes secrets.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The timeout of one attempt in seconds.</summary>
    [Range(1, 600)] public int TimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// The number of attempts to deliver a message before it is dropped. The pause doubles from one second up to an hour: 16
    /// attempts take about four hours.
    /// </summary>
    [Range(1, 50)] public int MaxAttempts { get; set; } = 16;
}

/// <summary>The security of a connection to a mail server.</summary>
public enum SmtpSecurity
{
    /// <summary>TLS by STARTTLS (RFC 3207). If the server does not support it, no mail is sent.</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls,

    /// <summary>No encryption, for a server on the same machine and for tests.</summary>
    None,
}
