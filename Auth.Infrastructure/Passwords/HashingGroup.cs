namespace Auth.Infrastructure.Passwords;

/// <summary>A group of inputs that may be computed together.</summary>
/// <param name="Algorithm">The name of the algorithm in metrics and traces.</param>
/// <param name="WorkFactor">The work factor, or 0 for an algorithm that computes one input at a time.</param>
/// <param name="BatchSize">The maximum number of inputs that a thread computes at once.</param>
/// <param name="MaxThreads">The maximum number of threads that compute inputs of the group concurrently.</param>
internal readonly record struct HashingGroup(string Algorithm, int WorkFactor, int BatchSize, int MaxThreads);
