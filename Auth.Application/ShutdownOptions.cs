namespace Auth.Application;

/// <summary>How the service stops: <c>Auth:Shutdown</c>.</summary>
public sealed class ShutdownOptions
{
    /// <summary>The default of <see cref="DrainSeconds"/> outside Development.</summary>
    public const int DefaultDrainSeconds = 5;

    /// <summary>The longest drain, in seconds.</summary>
    public const int LongestDrainSeconds = 600;

    /// <summary>
    /// How long the service goes on serving, in seconds, after it was told to stop and answers that it is not ready, so that
    /// load balancers notice; when not set, 0 in Development and <see cref="DefaultDrainSeconds"/> elsewhere.
    /// </summary>
    public int? DrainSeconds { get; set; }
}
