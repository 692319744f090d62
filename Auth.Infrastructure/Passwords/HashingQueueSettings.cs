namespace Auth.Infrastructure.Passwords;

/// <summary>The dimensions of a <see cref="HashingQueue{TInput}"/>.</summary>
/// <param name="Name">The name of the queue in metrics, and of its threads in a debugger.</param>
/// <param name="Threads">The number of threads that serve it.</param>
/// <param name="MaxLength">The most inputs that wait for a thread.</param>
/// <param name="BatchSize">The most inputs that a thread takes at once.</param>
/// <param name="TimePerHash">The time between two results when all threads are busy. Retry-After is calculated from it.</param>
internal sealed record HashingQueueSettings(string Name, int Threads, int MaxLength, int BatchSize, TimeSpan TimePerHash);
