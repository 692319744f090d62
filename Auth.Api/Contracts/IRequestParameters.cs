namespace Auth.Api.Contracts;

/// <summary>
/// A body whose members fastapi-users declares one by one. Where the body is no object, or null, each of them is missing;
/// of other bodies, the body is.
/// </summary>
public interface IRequestParameters : IRequestBody;
