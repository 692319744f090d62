using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Auth.Api.Edge;

/// <summary>
/// The size and rate limits of connections. Limits that are not set here keep the framework's defaults. The configuration
/// section <c>Kestrel:Limits</c> overrides all limits.
/// </summary>
/// <remarks>
/// A request as a whole has no timeout. Kestrel enforces a minimum rate from the first byte of a body to the last, so the
/// longest body takes at most 32 seconds. Kestrel drains an unread body for 5 seconds. The hashing queue and the database have
/// their own limits. The framework's request timeouts would need a timer for every read.
/// </remarks>
internal static class ConnectionLimits
{
    private const int KiB = 1024;

    /// <summary>The configuration section of the operator's limits.</summary>
    private const string Section = "Kestrel:Limits";

    /// <summary>Sets the limits, and overrides them with the operator's limits before the server starts.</summary>
    public static WebApplicationBuilder AddConnectionLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            var limits = kestrel.Limits;
            SetUp(limits);

            // The binder sets a rate only if the property is null.
            var rate = limits.MinRequestBodyDataRate;
            limits.MinRequestBodyDataRate = null;
            context.Configuration.GetSection(Section).Bind(limits);
            limits.MinRequestBodyDataRate ??= rate;

            // This runs before TLS, so that a refused connection costs no handshake.
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                var clients = endpoint.ApplicationServices.GetRequiredService<ClientConnections>();
                endpoint.Use(next => connection => clients.ServeAsync(connection, next));
            });
        });
        builder.Services.AddSingleton<ClientConnections>();
        builder.Services.AddOptions<KestrelServerOptions>().ValidateOnStart();
        return builder;
    }

    private static void SetUp(KestrelServerLimits limits)
    {
        // No request needs more. The longest is a registration. The buffer has the same limit, so that no more of a body is
        // received before the service reads it.
        limits.MaxRequestBodySize = 64 * KiB;
        limits.MaxRequestBufferSize = 64 * KiB;

        // The body of a login fits in one packet. A stalled body is aborted after the grace period. Even a slow mobile network is
        // faster than this rate.
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 2 * KiB, gracePeriod: TimeSpan.FromSeconds(5));

        // Browsers and proxies send about 20 headers in one or two packets. The sizes keep the framework's defaults of 8 KiB for
        // the request line and 32 KiB for the headers, which are also nginx's limits.
        limits.MaxRequestHeaderCount = 64;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);

        // Proxies and load balancers keep an idle connection for a minute. They must close it first; if the service did, a
        // request in transit would be lost. The timeout also applies to a new connection before its first request.
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);

        // A slow connection occupies a buffer of up to 64 KiB. The limit bounds all buffers to 640 MiB.
        limits.MaxConcurrentConnections = 10_000;

        // The 100 streams of a connection share its window, which bounds the memory that the connection can occupy.
        limits.Http2.InitialStreamWindowSize = 64 * KiB;
        limits.Http2.InitialConnectionWindowSize = 256 * KiB;
    }
}
