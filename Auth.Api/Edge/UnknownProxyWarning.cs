using Microsoft.AspNetCore.HttpOverrides;

namespace Auth.Api.Edge;

/// <summary>Warns once when requests seem to come through a proxy but no proxy is configured.</summary>
internal sealed partial class UnknownProxyWarning(RequestDelegate next, ILogger<UnknownProxyWarning> logger)
{
    private int _warned;

    public Task InvokeAsync(HttpContext context)
    {
        if (_warned == 0
            && context.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName)
            && Interlocked.Exchange(ref _warned, 1) == 0)
        {
            LogUnknownProxy();
        }

        return next(context);
    }

    [LoggerMessage(EventName = "UnknownProxy", Level = LogLevel.Warning,
        Message = "X-Forwarded-For of a request was ignored, because no proxy is configured. If the service is behind a proxy, "
            + "add its address to Auth:Proxies; until then, all clients of the proxy are counted as one client")]
    private partial void LogUnknownProxy();
}
