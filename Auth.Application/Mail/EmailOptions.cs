namespace Auth.Application.Mail;

/// <summary>The delivery of mail: <c>Auth:Email</c>.</summary>
public sealed class EmailOptions
{
    /// <summary>The sender's address.</summary>
    public string From { get; set; } = "auth@localhost";

    /// <summary>
    /// The folder to which messages are written as <c>.eml</c> files instead of being sent. The default is <c>data/mail</c> in
    /// Development if no mail server is set.
    /// </summary>
    public string? PickupFolder { get; set; }

    /// <summary>The URL of the link in verification mails, with the placeholder <c>{token}</c> after a <c>#</c>.</summary>
    public string? VerifyUrl { get; set; }

    /// <summary>The URL of the link in reset mails, with the placeholder <c>{token}</c> after a <c>#</c>.</summary>
    public string? ResetUrl { get; set; }

    /// <summary>
    /// The URL of the link in notices of an e-mail change, with the placeholder <c>{token}</c> after a <c>#</c>.
    /// </summary>
    public string? RecoverUrl { get; set; }

    /// <summary>The mail server.</summary>
    public SmtpOptions Smtp { get; set; } = new();
}

/// <summary>The mail server for submission: <c>Auth:Email:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>The host name of the server; null if no server is used.</summary>
    public string? Host { get; set; }

    /// <summary>The server's port: 587 for submission with STARTTLS, 465 for TLS from the first byte (RFC 8314).</summary>
    public int Port { get; set; } = 587;

    /// <summary>The security of the connection.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>The user name; null for a server without authentication.</summary>
    public string? User { get; set; }

    /// <summary>The password.</summary>
    public string? Password { get; set; }

    /// <summary>The path of a file that contains the password, for Docker and Kubernetes secrets.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The timeout of one attempt in seconds.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// The number of attempts to deliver a message before it is dropped. The pause doubles from one second up to an hour: 16
    /// attempts take about four hours.
    /// </summary>
    public int MaxAttempts { get; set; } = 16;
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
