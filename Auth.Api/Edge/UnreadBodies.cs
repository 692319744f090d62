using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Auth.Api.Edge;

/// <summary>
/// Announces the end of the connection on responses that leave a long body unread. After such a response the server reads on
/// up to the body's limit and then closes the connection. Without the announcement, the client would send its next request on
/// the closing connection.
/// </summary>
internal static class UnreadBodies
{
    /// <summary>Must precede all middleware that sends responses.</summary>
    public static void UseUnreadBodies(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && IsHttp1(context))
            context.Response.OnStarting(CloseIfUnreadAsync, context);
        return next(context);
    });

    /// <summary>Ends the connection after the response, unless the rest of the body is known to be within the limit.</summary>
    public static void CloseConnectionUnlessBodyFits(this HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        if (IsHttp1(context) && limit is not null && (context.Request.ContentLength ?? long.MaxValue) > limit)
            context.Response.Headers[HeaderNames.Connection] = "close";
    }

    private static Task CloseIfUnreadAsync(object state)
    {
        // The limit can be changed until reading begins.
        var context = (HttpContext)state;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false })
            context.CloseConnectionUnlessBodyFits();
        return Task.CompletedTask;
    }

    private static bool IsHttp1(HttpContext context) =>
        HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol);
}
