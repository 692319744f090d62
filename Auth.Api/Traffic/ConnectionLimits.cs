using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Auth.Api.Traffic;

/// <summary>
/// How much a connection may bring, and how slowly. What is not set here stays as the framework has it, and the section
/// <c>Kestrel:Limits</c> of the configuration overrides it all.
/// </summary>
/// <remarks>
/// There is no timeout over a whole request. Kestrel measures the rate of a body from its first byte to its last, so that the
/// longest body at the slowest rate is 32 seconds, and one that nobody reads it drains for 5; what a request waits for behind
/// that, the hashing queue and the database, has bounds of its own. The framework's timeouts would cost every read a timer.
/// </remarks>
internal static class ConnectionLimits
{
    private const int KiB = 1024;

    /// <summary>Where the operator's own limits stand.</summary>
    private const string Section = "Kestrel:Limits";

    /// <summary>Reads the operator's limits before the server starts, and over those that are set here.</summary>
    public static WebApplicationBuilder AddConnectionLimits(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel((context, kestrel) =>
        {
            var limits = kestrel.Limits;
            SetUp(limits);

            // The binder fills a rate in only where there is none yet.
            var rate = limits.MinRequestBodyDataRate;
            limits.MinRequestBodyDataRate = null;
            context.Configuration.GetSection(Section).Bind(limits);
            limits.MinRequestBodyDataRate ??= rate;

            // Before TLS, whose handshake a refused connection does not get.
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
        // No request needs more: the longest is a registration. And no more of a body is taken in before the service reads it.
        limits.MaxRequestBodySize = 64 * KiB;
        limits.MaxRequestBufferSize = 64 * KiB;

        // A body of a login comes in one packet. One that stalls ends after the grace; a mobile network at its worst is faster
        // than the rate.
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 2 * KiB, gracePeriod: TimeSpan.FromSeconds(5));

        // Their sizes stay as the framework has them, 32 KiB of headers behind a line of 8, which is what nginx lets through, too.
        // Browsers and proxies send about 20, all in one packet or two.
        limits.MaxRequestHeaderCount = 64;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);

        // Longer than the minute for which proxies and load balancers keep an idle connection: whoever closes first should be
        // them, or a request of theirs is lost on the way. It is also how long a connection may stay silent at its beginning.
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(75);

        // A connection that drips holds what it has sent, which is 64 KiB, or 640 MiB of all of them.
        limits.MaxConcurrentConnections = 10_000;

        // The 100 streams of a connection share its window, which is what it can have the service hold.
        limits.Http2.InitialStreamWindowSize = 64 * KiB;
        limits.Http2.InitialConnectionWindowSize = 256 * KiB;
    }
}
