namespace Auth.Application.Audit;

/// <summary>Who has something done, and from where.</summary>
/// <param name="UserId">Whose access token came with the request; null where none did, and for an operator.</param>
/// <param name="IpAddress">Where the request came from; null when that is not known, and for an operator.</param>
/// <param name="IsOperator">Whether it is an operator, at the command line.</param>
public sealed record Caller(Guid? UserId, string? IpAddress, bool IsOperator = false)
{
    /// <summary>Nobody known: the service itself, for instance.</summary>
    public static readonly Caller Unknown = new(null, null);

    /// <summary>An operator, at the command line.</summary>
    public static readonly Caller Operator = new(null, null, IsOperator: true);
}
