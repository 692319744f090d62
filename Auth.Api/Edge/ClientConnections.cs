using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Runtime.InteropServices;
using Auth.Api.Hosting;
using Auth.Application;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Auth.Api.Edge;

/// <summary>
/// Counts the open connections of each client, and closes those above its limit: otherwise one client could hold all
/// connections that the process accepts. The proxies in <c>Auth:Proxies</c> have no limit, as all clients come through them.
/// </summary>
internal sealed partial class ClientConnections(
    IOptions<AuthApiOptions> auth, IOptions<ForwardedHeadersOptions> proxies, ILogger<ClientConnections> logger)
{
    // The limits of an IPv6 /56 and of an IPv6 /48, as multiples of the limit of a client.
    private const int HouseholdFactor = 2, SiteFactor = 4;

    private readonly Dictionary<string, int> _connections = [];
    private int _warned;

    /// <summary>The number of clients and networks with open connections.</summary>
    internal int Counted => _connections.Count;

    /// <summary>Serves a connection, or closes it.</summary>
    public async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (address is null || auth.Value.Connections.MaxPerClient == 0 || IsProxy(address))
        {
            await next(connection);
            return;
        }

        var networks = NetworksOf(address);
        if (!TryAdd(networks))
        {
            if (Interlocked.Exchange(ref _warned, 1) == 0)
                LogRefused(networks[0].Network, auth.Value.Connections.MaxPerClient);
            connection.Abort();
            return;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            Remove(networks);
        }
    }

    private static (string Network, int Factor)[] NetworksOf(IPAddress address)
    {
        var client = (ClientNetwork.ClientOf(address), 1);
        return ClientNetwork.HouseholdOf(address) is { } household && ClientNetwork.SiteOf(address) is { } site
            ? [client, (household, HouseholdFactor), (site, SiteFactor)]
            : [client];
    }

    private bool IsProxy(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return proxies.Value.KnownProxies.Contains(plain)
            || proxies.Value.KnownIPNetworks.Any(network => network.Contains(plain));
    }

    private bool TryAdd((string Network, int Factor)[] networks)
    {
        lock (_connections)
        {
            var limit = auth.Value.Connections.MaxPerClient;
            if (networks.Any(entry => _connections.GetValueOrDefault(entry.Network) >= (long)entry.Factor * limit))
                return false;
            foreach (var (network, _) in networks)
                CollectionsMarshal.GetValueRefOrAddDefault(_connections, network, out _)++;
            return true;
        }
    }

    private void Remove((string Network, int Factor)[] networks)
    {
        lock (_connections)
        {
            foreach (var (network, _) in networks)
            {
                if (--CollectionsMarshal.GetValueRefOrAddDefault(_connections, network, out _) == 0)
                    _connections.Remove(network);
            }
        }
    }

    [LoggerMessage(EventName = "ConnectionRefused", Level = LogLevel.Warning,
        Message = "{Client} has reached the limit of {Limit} connections (Auth:Connections:MaxPerClient); further connections "
            + "are closed. If the client is a reverse proxy, add it to Auth:Proxies. This warning is logged once")]
    private partial void LogRefused(string client, int limit);
}

/// <summary>The limits on connections: <c>Auth:Connections</c>.</summary>
internal sealed class ClientConnectionOptions
{
    /// <summary>
    /// The maximum number of concurrent connections of one client. A client is an IPv4 address or an IPv6 /64. The limit for an
    /// IPv6 /56 is twice as high, and for a /48 four times as high. 0 means no limit. With the default, ten clients cannot use
    /// more than half of the connections that a process accepts.
    /// </summary>
    [Range(0, int.MaxValue)] public int MaxPerClient { get; set; } = 500;
}
