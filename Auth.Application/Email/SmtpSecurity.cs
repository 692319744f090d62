namespace Auth.Application.Email;

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
