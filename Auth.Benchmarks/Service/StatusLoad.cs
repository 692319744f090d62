namespace Auth.Benchmarks.Service;

/// <summary>The responses with one status in a run of the load generator.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Answers">The number of responses.</param>
/// <param name="P50">The median latency. Valid only if each connection has its own thread, as for logins.</param>
/// <param name="P99">The 99th percentile of the latency. The same restriction applies.</param>
internal sealed record StatusLoad(int Status, int Answers, TimeSpan P50, TimeSpan P99);
