using Microsoft.AspNetCore.HttpOverrides;

namespace Auth.Api.Traffic;

/// <summary>Warns, once, that a proxy seems to stand in front of the service though none is configured.</summary>
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
        Message = "A request came with X-Forwarded-For, which is ignored: no proxy is configured. If one stands in front of the "
            + "service, name its address in Auth:Proxies; until then all its clients are counted as one")]
    private partial void LogUnknownProxy();
}
