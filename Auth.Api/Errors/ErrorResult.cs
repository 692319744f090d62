using Auth.Api.Hosting;
using Auth.Application;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Auth.Api.Errors;

/// <summary>The response to an expected error of an application service.</summary>
public sealed class ErrorResult(AuthError error) : ObjectResult(ErrorResponse.From(error))
{
    /// <inheritdoc/>
    public override Task ExecuteResultAsync(ActionContext context)
    {
        var options = context.HttpContext.RequestServices.GetRequiredService<IOptions<AuthApiOptions>>().Value;
        StatusCode = error.Kind switch
        {
            AuthErrorKind.LoginRefused => options.BadCredentialsStatus,
            AuthErrorKind.InvalidBody => StatusCodes.Status422UnprocessableEntity,
            AuthErrorKind.Forbidden => StatusCodes.Status403Forbidden,
            AuthErrorKind.NotFound => StatusCodes.Status404NotFound,
            AuthErrorKind.Throttled => StatusCodes.Status429TooManyRequests,
            AuthErrorKind.ProviderFailed => StatusCodes.Status502BadGateway,
            AuthErrorKind.ProviderUnavailable => StatusCodes.Status503ServiceUnavailable,
            AuthErrorKind.ProviderTimeout => StatusCodes.Status504GatewayTimeout,
            _ => StatusCodes.Status400BadRequest,
        };
        if (StatusCode == StatusCodes.Status401Unauthorized)
            context.HttpContext.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        if (error.RetryAfter is { } wait)
            context.HttpContext.Response.Headers.SetRetryAfter(wait);
        return base.ExecuteResultAsync(context);
    }
}
