using System.Diagnostics;

namespace Auth.Application.Metrics;

/// <summary>The spans of the service. Their attributes contain no data about users.</summary>
public static class AuthActivities
{
    /// <summary>The name of the activity source.</summary>
    public const string SourceName = "Auth";

    /// <summary>The activity source.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Marks a span as failed with the type of an exception, whose message may contain user data.</summary>
    public static void Fail(this Activity? activity, Exception exception) =>
        activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", exception.GetType().FullName);
}
