namespace Auth.Application.Email;

/// <summary>How the service sends mail: <c>Auth:Email</c>.</summary>
public sealed class EmailOptions
{
    /// <summary>The address that mail comes from.</summary>
    public string From { get; set; } = "auth@localhost";

    /// <summary>
    /// A folder that messages are written to as <c>.eml</c> files instead of being sent; in Development <c>data/mail</c>.
    /// </summary>
    public string? PickupFolder { get; set; }

    /// <summary>
    /// The page that a verification mail leads to, with <c>{token}</c> where the token goes, behind a <c>#</c>.
    /// </summary>
    public string? VerifyUrl { get; set; }

    /// <summary>The page that a reset mail leads to, with <c>{token}</c> where the token goes, behind a <c>#</c>.</summary>
    public string? ResetUrl { get; set; }

    /// <summary>
    /// The page that the link in a notice of an e-mail change leads to, with <c>{token}</c> where the token goes, behind a
    /// <c>#</c>.
    /// </summary>
    public string? RecoverUrl { get; set; }

    /// <summary>The mail server.</summary>
    public SmtpOptions Smtp { get; set; } = new();
}
