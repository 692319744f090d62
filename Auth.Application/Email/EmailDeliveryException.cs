namespace Auth.Application.Email;

/// <summary>A message could not be delivered. The exception names the cause, never the recipient.</summary>
/// <param name="message">The cause in our own words: responses of mail servers may contain the recipient's address.</param>
/// <param name="isPermanent">Whether another attempt would fail in the same way.</param>
/// <param name="innerException">The cause, if its text cannot contain an address.</param>
public sealed class EmailDeliveryException(string message, bool isPermanent, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Whether another attempt would fail in the same way.</summary>
    public bool IsPermanent { get; } = isPermanent;
}
