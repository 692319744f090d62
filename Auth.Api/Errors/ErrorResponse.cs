using Auth.Application;

namespace Auth.Api.Errors;

/// <summary>The body of every error.</summary>
/// <param name="Detail">An error code, an error code with a reason, or the list of invalid members of the request.</param>
public sealed record ErrorResponse(object Detail)
{
    /// <summary>Converts an expected error to a response body.</summary>
    public static ErrorResponse From(AuthError error) =>
        new(error.Reason is { } reason ? new ErrorReason(error.Code, reason) : error.Code);
}
