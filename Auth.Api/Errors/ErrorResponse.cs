using Auth.Application;

namespace Auth.Api.Errors;

/// <summary>The body of every error.</summary>
/// <param name="Detail">A code, a code with a reason, or the list of what is wrong with the request's members.</param>
public sealed record ErrorResponse(object Detail)
{
    /// <summary>The body for an error that the use cases know of.</summary>
    public static ErrorResponse From(AuthError error) =>
        new(error.Reason is { } reason ? new ErrorReason(error.Code, reason) : error.Code);
}
