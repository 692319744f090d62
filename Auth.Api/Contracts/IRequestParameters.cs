namespace Auth.Api.Contracts;

/// <summary>
/// A body whose members fastapi-users declares as separate parameters. If the body is null or not an object, the error lists
/// every member as missing. For other bodies, the error names the body itself.
/// </summary>
public interface IRequestParameters : IRequestBody;
