namespace Auth.Tests.Integration.Failures;

/// <summary>A transient error to raise.</summary>
/// <param name="Point">The place in the request.</param>
/// <param name="Number">The number of the statement or commit, from 1; 0 for a verification.</param>
internal sealed record Fault(FaultPoint Point, int Number);

internal enum FaultPoint
{
    BeforeStatement,

    /// <summary>The statement runs, but its response is lost.</summary>
    AfterStatement,

    BeforeCommit,

    /// <summary>The transaction commits, but its acknowledgement is lost.</summary>
    AfterCommit,

    /// <summary>The query for the marker of a commit fails.</summary>
    Verification,

    /// <summary>The commit becomes visible only after the query for its marker.</summary>
    EarlyVerification,
}
