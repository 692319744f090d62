namespace Auth.Application.Email;

/// <summary>A failed attempt to deliver a message. The exception contains the cause, but never the recipient.</summary>
/// <param name="message">The cause, without text from the mail server, which may contain the recipient's address.</param>
/// <param name="isPermanent">Whether another attempt would fail in the same way.</param>
/// <param name="innerException">The cause, if its text cannot contain an address.</param>
public sealed class EmailDeliveryException(string message, bool isPermanent, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Whether another attempt would fail in the same way.</summary>
    public bool IsPermanent { get; } = isPermanent;
}
