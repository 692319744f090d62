using Auth.Api.Edge;
using Auth.Api.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Auth.Api.Binding;

/// <summary>
/// Reads the form with <see cref="FormFields"/> before model binding. An unreadable form results in 400. A form that is too long
/// or too slow results in the status of its exception.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsFormAttribute : Attribute, IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;

        // This provider compares names without regard to case.
        context.ValueProviderFactories.RemoveType<JQueryFormValueProviderFactory>();
        try
        {
            // Model binding uses the form that is set here.
            if (request.HasFormContentType)
                request.Form = await FormFields.ReadAsync(request, context.HttpContext.RequestAborted);
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
