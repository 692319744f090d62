namespace Auth.Application.Passwords;

/// <summary>
/// More work of a kind is waiting, such as password hashes or writes, than the service will do in good time; the caller should
/// come back later.
/// </summary>
/// <param name="retryAfter">How long to wait before the next try.</param>
/// <param name="message">What is busy.</param>
public sealed class ServerBusyException(TimeSpan retryAfter, string message = "The queue of password hashes is full.")
    : Exception(message)
{
    /// <summary>How long to wait before the next try (RFC 9110 §10.2.3).</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
