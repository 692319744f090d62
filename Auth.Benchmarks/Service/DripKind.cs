namespace Auth.Benchmarks.Service;

/// <summary>The part of a request that a slow client never completes.</summary>
internal enum DripKind
{
    /// <summary>The headers of a request.</summary>
    Headers,

    /// <summary>The body of a request.</summary>
    Body,
}
