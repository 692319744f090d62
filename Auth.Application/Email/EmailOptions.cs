namespace Auth.Application.Email;

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
