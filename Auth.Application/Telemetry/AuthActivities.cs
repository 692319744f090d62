using System.Diagnostics;

namespace Auth.Application.Telemetry;

/// <summary>The spans of the service. No attribute tells of a user.</summary>
public static class AuthActivities
{
    /// <summary>The name of the source of spans.</summary>
    public const string SourceName = "Auth";

    /// <summary>Where spans are started.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Marks a span as failed, by the exception's type: its text may tell of a user.</summary>
    public static void Fail(this Activity? activity, Exception exception) =>
        activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", exception.GetType().FullName);
}
