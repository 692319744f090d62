namespace Auth.Application.Email;

/// <summary>The mail server to submit to: <c>Auth:Email:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>The server's name; null when no server is used.</summary>
    public string? Host { get; set; }

    /// <summary>The server's port: 587 for submission with STARTTLS, 465 for TLS from the first byte (RFC 8314).</summary>
    public int Port { get; set; } = 587;

    /// <summary>How the connection is secured.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>The account to submit as; null for a server that wants none.</summary>
    public string? User { get; set; }

    /// <summary>The account's password.</summary>
    public string? Password { get; set; }

    /// <summary>A file that holds the account's password, for Docker's and Kubernetes' secrets.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>How long one try may take, in seconds.</summary>
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// The number of attempts to deliver a message before it is dropped. The pause doubles from one second up to an hour: 16
    /// attempts take about four hours.
    /// </summary>
    public int MaxAttempts { get; set; } = 16;
}
