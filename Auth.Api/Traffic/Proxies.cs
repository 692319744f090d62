using System.Net;
using Auth.Application;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace Auth.Api.Traffic;

/// <summary>Believes what the configured reverse proxies say of where a request comes from, and nobody else.</summary>
internal static class Proxies
{
    public static IServiceCollection AddProxies(this IServiceCollection services)
    {
        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<AuthOptions>>((forwarded, auth) =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;

            // The list is what limits: it is walked back as long as each hop is on it, however many proxies are in line.
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

    /// <summary>Has to come before everything that asks for the client's address.</summary>
    public static IApplicationBuilder UseProxies(this IApplicationBuilder app)
    {
        var options = app.ApplicationServices.GetRequiredService<IOptions<AuthOptions>>();

        // The framework's middleware would believe everybody where its lists are empty.
        return options.Value.Proxies.Count > 0 ? app.UseForwardedHeaders() : app.UseMiddleware<UnknownProxyWarning>();
    }
}
