using System.Net;
using System.Net.Sockets;
using System.Text;
using Auth.Api.Edge;
using Auth.Api.Hosting;
using Auth.Tests.Unit.Mail;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Tests.Integration.Edge;

public sealed class ClientConnectionsTests
{
    private const int Limit = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Test]
    public async Task A_connection_above_the_limit_is_closed_and_logged_once()
    {
        var log = new RecordedLog<ClientConnections>();
        await using var server = await StartAsync(log);
        using var clients = await ConnectAsync(server, "127.0.0.1", Limit);

        var answers = new[] { await AskAsync(server, "127.0.0.1"), await AskAsync(server, "127.0.0.1") };

        Assert.Multiple(() =>
        {
            Assert.That(answers, Has.All.EqualTo(""));
            Assert.That(log.Lines.Single(), Does.StartWith("Warning:").And.Contain("127.0.0.1").And.Contain("Auth:Proxies"));
        });
    }

    [Test]
    public async Task Another_address_is_served_while_the_first_is_at_its_limit()
    {
        await using var server = await StartAsync();
        using var clients = await ConnectAsync(server, "127.0.0.1", Limit);

        Assert.That(await AskAsync(server, "127.0.0.2"), Does.StartWith("HTTP/1.1 200"));
    }

    [Test]
    public async Task A_closed_connection_is_no_longer_counted()
    {
        await using var server = await StartAsync();
        (await ConnectAsync(server, "127.0.0.1", Limit)).Dispose();
        await UntilAsync(() => server.Services.GetRequiredService<ClientConnections>().Counted == 0);

        Assert.That(await AskAsync(server, "127.0.0.1"), Does.StartWith("HTTP/1.1 200"));
    }

    [Test]
    public async Task A_proxy_has_no_limit()
    {
        await using var server = await StartAsync(settings: ("Auth:Proxies:0", "127.0.0.0/8"));
        using var clients = await ConnectAsync(server, "127.0.0.1", Limit);

        Assert.That(await AskAsync(server, "127.0.0.1"), Does.StartWith("HTTP/1.1 200"));
    }

    [Test]
    public async Task Zero_disables_the_limit()
    {
        await using var server = await StartAsync(settings: ("Auth:Connections:MaxPerClient", "0"));
        using var clients = await ConnectAsync(server, "127.0.0.1", Limit);

        Assert.That(await AskAsync(server, "127.0.0.1"), Does.StartWith("HTTP/1.1 200"));
    }

    // The test machine has no IPv6 networks to connect from.
    [TestCase("2001:db8:0:{0}::1", 2, "2001:db8:0:ff::1", TestName = "An IPv6 56 has twice the client limit")]
    [TestCase("2001:db8:0:{0}00::1", 4, "2001:db8:0:ff00::1", TestName = "An IPv6 48 has four times the client limit")]
    public async Task Connections_are_counted_by_network(string clients, int count, string another)
    {
        var options = new AuthApiOptions { Connections = { MaxPerClient = 1 } };
        var connections = new ClientConnections(
            Options.Create(options), Options.Create(new ForwardedHeadersOptions()), new RecordedLog<ClientConnections>());
        var (open, served) = (new TaskCompletionSource(), 0);
        for (var client = 0; client < count; client++)
            _ = ServeAsync(clients.Replace("{0}", $"{client:x}", StringComparison.Ordinal));

        await ServeAsync(another);
        open.SetResult();

        Assert.That(served, Is.EqualTo(count));

        Task ServeAsync(string address)
        {
            var connection = new DefaultConnectionContext { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) };
            return connections.ServeAsync(connection, _ =>
            {
                served++;
                return open.Task;
            });
        }
    }

    private static Task<AuthServer> StartAsync(
        RecordedLog<ClientConnections>? log = null, params (string Name, string Value)[] settings) =>
        AuthServer.StartAsync(
            settings: settings.Prepend(("Auth:Connections:MaxPerClient", $"{Limit}"))
                .GroupBy(setting => setting.Item1).ToDictionary(group => group.Key, group => group.Last().Item2),
            services: services =>
            {
                if (log is not null)
                    services.AddSingleton<ILogger<ClientConnections>>(log);
            });

    // Each client waits for a response, so that its connection is counted.
    private static async Task<Connections> ConnectAsync(AuthServer server, string from, int count)
    {
        var connections = new Connections();
        for (var i = 0; i < count; i++)
        {
            var client = await OpenAsync(server, from);
            connections.Add(client);
            await client.GetStream().WriteAsync("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
            Assert.That(await client.GetStream().ReadAsync(new byte[1]), Is.EqualTo(1));
        }

        return connections;
    }

    /// <summary>Returns the response to one request; empty if the connection is closed without one.</summary>
    private static async Task<string> AskAsync(AuthServer server, string from)
    {
        try
        {
            using var client = await OpenAsync(server, from);
            await client.GetStream().WriteAsync("GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray());
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            return await reader.ReadToEndAsync().WaitAsync(Patience);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return "";
        }
    }

    private static async Task<TcpClient> OpenAsync(AuthServer server, string from)
    {
        var client = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        await client.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port);
        return client;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
            await Task.Delay(10, patience.Token);
    }

    private sealed class Connections : List<TcpClient>, IDisposable
    {
        public void Dispose() => ForEach(client => client.Dispose());
    }
}
