namespace Auth.Api.Binding;

/// <summary>A JSON object in the body of a request.</summary>
public interface IRequestBody
{
    /// <summary>Returns each member's name and its validation problem; null for a valid member.</summary>
    IEnumerable<(string Member, string? Problem)> Check();
}

/// <summary>
/// A body whose members fastapi-users declares as separate parameters. If the body is null or not an object, the error lists
/// every member as missing. For other bodies, the error names the body itself.
/// </summary>
public interface IRequestParameters : IRequestBody;
