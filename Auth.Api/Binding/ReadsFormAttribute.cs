using Auth.Api.Edge;
using Auth.Api.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Auth.Api.Binding;

/// <summary>
/// Reads the form before model binding, which does not handle every exception that an unreadable form causes. An unreadable
/// form results in 400. A form that is too long or too slow results in the status of its exception.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsFormAttribute : Attribute, IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        try
        {
            // Model binding reads the same form again, from memory.
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
        // The form is too long or too slow.
        BadHttpRequestException => false,

        // The form is malformed, or the connection broke.
        InvalidDataException or IOException => true,

        // .NET recognizes the charset but does not support it, such as UTF-7.
        NotSupportedException => true,
        _ => false,
    };
}
