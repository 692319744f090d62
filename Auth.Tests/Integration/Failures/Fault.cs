namespace Auth.Tests.Integration.Failures;

/// <summary>The place at which a transient error is raised.</summary>
/// <param name="Point">Where it is raised.</param>
/// <param name="Number">The number of the statement or the commit, from 1; 0 of a verification.</param>
internal sealed record Fault(FaultPoint Point, int Number);

internal enum FaultPoint
{
    BeforeStatement,

    /// <summary>The statement runs, but its response is lost.</summary>
    AfterStatement,

    BeforeCommit,

    /// <summary>The transaction commits, but its acknowledgement is lost.</summary>
    AfterCommit,

    /// <summary>The query fails that looks for the marker of a commit.</summary>
    Verification,

    /// <summary>The commit becomes visible only after the query for its marker.</summary>
    EarlyVerification,
}
