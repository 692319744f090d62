using System.Net;
using Auth.Api.Hosting;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Auth.Api.Edge;

/// <summary>Applies the forwarded headers of the configured reverse proxies, and of no other client.</summary>
internal static class Proxies
{
    public static IServiceCollection AddProxies(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<AuthApiOptions>>((forwarded, auth) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;

            // The list of proxies is the limit: hops are processed until one is not in the list, for any number of proxies.
            forwarded.ForwardLimit = null;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in auth.Value.Proxies)
            {
                if (IPAddress.TryParse(proxy, out var address))
                    forwarded.KnownProxies.Add(address);
                else
                    forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
            }
        });
        return services;
    }

    /// <summary>Must precede all middleware that reads the client's IP address.</summary>
    public static IApplicationBuilder UseProxies(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<AuthApiOptions>>();

        // With empty lists, the framework's middleware would trust every client.
        return options.Value.Proxies.Count > 0 ? app.UseForwardedHeaders() : app.UseMiddleware<UnknownProxyWarning>();
    }
}
