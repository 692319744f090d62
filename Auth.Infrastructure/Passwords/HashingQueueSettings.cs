namespace Auth.Infrastructure.Passwords;

/// <summary>The dimensions of a <see cref="HashingQueue{TInput}"/>.</summary>
/// <param name="Name">The name of the queue in metrics, and the prefix of its thread names.</param>
/// <param name="Threads">The number of threads that serve the queue.</param>
/// <param name="MaxLength">The maximum number of waiting inputs.</param>
/// <param name="BatchSize">The maximum number of inputs that a thread takes at once.</param>
/// <param name="TimePerHash">The time between two results when all threads are busy. Determines Retry-After.</param>
internal sealed record HashingQueueSettings(string Name, int Threads, int MaxLength, int BatchSize, TimeSpan TimePerHash);
