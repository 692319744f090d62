namespace Auth.Application;

/// <summary>
/// An overloaded resource: too much work of one kind is waiting, such as password hashes or database writes. The caller should
/// retry later.
/// </summary>
/// <param name="retryAfter">The delay before the next attempt.</param>
/// <param name="message">The overloaded resource.</param>
public sealed class ServerBusyException(TimeSpan retryAfter, string message = "The queue of password hashes is full.")
    : Exception(message)
{
    /// <summary>The delay before the next attempt (RFC 9110 §10.2.3).</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
