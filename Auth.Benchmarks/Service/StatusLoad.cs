namespace Auth.Benchmarks.Service;

/// <summary>The answers of one status that a run of the load generator saw.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Answers">How many there were.</param>
/// <param name="P50">Their median latency; only where each connection had a thread of its own, as logins have.</param>
/// <param name="P99">The latency that 99% of them did not exceed; likewise.</param>
internal sealed record StatusLoad(int Status, int Answers, TimeSpan P50, TimeSpan P99);
