namespace Auth.Benchmarks.Service;

/// <summary>What a slow client never comes to the end of.</summary>
internal enum DripKind
{
    /// <summary>The headers of a request.</summary>
    Headers,

    /// <summary>The body of one.</summary>
    Body,
}
