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
        StatusCode = StatusOf(error, options);
        if (StatusCode == StatusCodes.Status401Unauthorized)
            context.HttpContext.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        if (error.RetryAfter is { } wait)
            context.HttpContext.Response.Headers.SetRetryAfter(wait);
        return base.ExecuteResultAsync(context);
    }

    private static int StatusOf(AuthError error, AuthApiOptions options)
    {
        if (error.RetryAfter is not null)
            return StatusCodes.Status429TooManyRequests;
        if (error == AuthError.NotFound)
            return StatusCodes.Status404NotFound;
        var isLogin = error == AuthError.LoginBadCredentials || error == AuthError.LoginUserNotVerified;
        return isLogin ? options.BadCredentialsStatus : StatusCodes.Status400BadRequest;
    }
}
