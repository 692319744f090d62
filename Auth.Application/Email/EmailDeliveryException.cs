namespace Auth.Application.Email;

/// <summary>A message could not be delivered. Its text names the cause, never the recipient.</summary>
public sealed class EmailDeliveryException(string message, Exception innerException) : Exception(message, innerException);
