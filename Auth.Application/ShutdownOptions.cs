namespace Auth.Application;

/// <summary>The shutdown of the service: <c>Auth:Shutdown</c>.</summary>
public sealed class ShutdownOptions
{
    /// <summary>The default of <see cref="DrainSeconds"/> outside Development.</summary>
    public const int DefaultDrainSeconds = 5;

    /// <summary>The longest drain, in seconds.</summary>
    public const int LongestDrainSeconds = 600;

    /// <summary>
    /// The time in seconds for which the service continues to serve requests after a stop signal. During this time, the service
    /// reports that it is not ready, so that load balancers stop sending requests. The default is 0 in Development and
    /// <see cref="DefaultDrainSeconds"/> elsewhere.
    /// </summary>
    public int? DrainSeconds { get; set; }
}
