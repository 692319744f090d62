namespace Auth.Application.Email;

/// <summary>A message could not be delivered. Its text names the cause, never the recipient.</summary>
/// <param name="message">The cause, in words of our own: what a mail server answers may repeat the recipient's address.</param>
/// <param name="innerException">What it comes from, only where its text cannot hold an address: it is logged too.</param>
public sealed class EmailDeliveryException(string message, Exception? innerException = null) : Exception(message, innerException);
