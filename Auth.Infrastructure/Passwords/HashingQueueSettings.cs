namespace Auth.Infrastructure.Passwords;

/// <summary>The dimensions of a <see cref="HashingQueue{TInput}"/>.</summary>
/// <param name="Name">Its algorithm: what its threads are called in a debugger, and the queue in metrics.</param>
/// <param name="Threads">How many threads serve it.</param>
/// <param name="MaxLength">How many inputs may wait for a thread.</param>
/// <param name="BatchSize">How many inputs a thread takes up at once at most.</param>
/// <param name="TimePerHash">The time between two results when all threads are busy, from which the wait is told.</param>
internal sealed record HashingQueueSettings(string Name, int Threads, int MaxLength, int BatchSize, TimeSpan TimePerHash);
