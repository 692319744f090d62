namespace Auth.Application.Passwords;

/// <summary>
/// The service has more password hashes waiting than it will compute in good time; the caller should come back later.
/// </summary>
/// <param name="retryAfter">How long to wait before the next try.</param>
public sealed class ServerBusyException(TimeSpan retryAfter) : Exception("The queue of password hashes is full.")
{
    /// <summary>How long to wait before the next try (RFC 9110 §10.2.3).</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
