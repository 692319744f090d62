namespace Auth.Infrastructure.Passwords;

/// <summary>Inputs that may be computed together.</summary>
/// <param name="Algorithm">The algorithm, as metrics and traces name it.</param>
/// <param name="WorkFactor">The work factor; 0 for an algorithm that computes one input at a time.</param>
/// <param name="BatchSize">The most inputs that one thread computes at once.</param>
/// <param name="MaxThreads">The most threads that compute inputs of the group at the same time.</param>
internal readonly record struct HashingGroup(string Algorithm, int WorkFactor, int BatchSize, int MaxThreads);
