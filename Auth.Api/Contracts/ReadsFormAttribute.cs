using Microsoft.AspNetCore.Mvc.Filters;

namespace Auth.Api.Contracts;

/// <summary>
/// Reads the form before the framework's binding does, which tells of any form that cannot be read that it is malformed: one
/// that is too long or comes too slowly has a status of its own.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ReadsFormAttribute : Attribute, IAsyncResourceFilter
{
    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        try
        {
            // The binding gets the same form, or the same exception.
            if (request.HasFormContentType)
                await request.ReadFormAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception malformed) when (malformed is InvalidDataException or (IOException and not BadHttpRequestException))
        {
        }

        await next();
    }
}
