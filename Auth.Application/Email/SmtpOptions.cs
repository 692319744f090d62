namespace Auth.Application.Email;

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
