using Auth.Api.Errors;
using Auth.Api.Traffic;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Auth.Api.Contracts;

/// <summary>
/// Reads the form before the framework's binding does. A form that is too long or too slow keeps the status of its own, and one
/// that cannot be read is answered with 400; the binding does not expect every exception that an unreadable form causes.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsFormAttribute : Attribute, IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        try
        {
            // The binding reads the same form again, from memory.
            if (request.HasFormContentType)
                await request.ReadFormAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            context.HttpContext.CloseConnectionUnlessBodyFits();
            context.Result = new BadRequestObjectResult(new ErrorResponse(ErrorHandling.UnreadableBody));
            return;
        }

        await next();
    }

    private static bool IsUnreadable(Exception exception) => exception switch
    {
        // Too long or too slow.
        BadHttpRequestException => false,

        // Malformed, or the connection broke.
        InvalidDataException or IOException => true,

        // A charset that .NET knows and refuses, such as UTF-7.
        NotSupportedException => true,
        _ => false,
    };
}
