namespace Auth.Application;

/// <summary>The originator of an operation and its IP address.</summary>
/// <param name="UserId">The user of the request's access token; null without a token, and for an operator.</param>
/// <param name="IpAddress">The IP address of the client; null if it is unknown, and for an operator.</param>
/// <param name="IsOperator">Whether the caller is an operator at the command line.</param>
public sealed record Caller(Guid? UserId, string? IpAddress, bool IsOperator = false)
{
    /// <summary>An unknown caller, for example the service itself.</summary>
    public static readonly Caller Unknown = new(null, null);

    /// <summary>An operator at the command line.</summary>
    public static readonly Caller Operator = new(null, null, IsOperator: true);
}
