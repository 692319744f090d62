using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Auth.Tests.Integration.Edge;

/// <summary>Clients that keep connections open with requests that never end (Slowloris).</summary>
public sealed class SlowClientsTests
{
    private const int Clients = 200;
    private const int Limit = 2;
    private const string Headers = "GET /api/users/me HTTP/1.1\r\nHost: a\r\n";
    private const string Body = "POST /api/token/login HTTP/1.1\r\nHost: a\r\n"
        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n";

    private const string CutOff = "cut off";

    // Only a failing test waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(250);

    private static readonly (string, string)[] Settings =
    [
        ("Kestrel:Limits:RequestHeadersTimeout", $"00:00:0{Limit}"),
        ("Kestrel:Limits:MinRequestBodyDataRate:BytesPerSecond", "2048"),
        ("Kestrel:Limits:MinRequestBodyDataRate:GracePeriod", $"00:00:0{Limit}"),
    ];

    [Test]
    public async Task Slow_clients_are_disconnected_while_others_are_served()
    {
        var server = await SharedServers.SqliteAsync(Settings);
        var token = await server.TokenOfAsync(await server.CreateUserAsync());
        using var patience = new CancellationTokenSource(Patience);

        var dripping = Enumerable.Range(0, Clients)
            .Select(client => DripAsync(server.Client.BaseAddress!, client % 2 == 0 ? Headers : Body, patience.Token)).ToList();
        var statuses = new List<HttpStatusCode>();
        while (!dripping.TrueForAll(client => client.IsCompleted))
        {
            using var me = await server.SendAsync(HttpMethod.Get, "/api/users/me", token);
            statuses.Add(me.StatusCode);
        }

        var answers = await Task.WhenAll(dripping);
        Assert.Multiple(() =>
        {
            Assert.That(statuses, Is.Not.Empty.And.All.EqualTo(HttpStatusCode.OK));
            Assert.That(answers, Has.All.AnyOf("HTTP/1.1 408 Request Timeout", CutOff));
        });
    }

    /// <summary>Sends the start of a request and then one letter at a time until the server closes the connection.</summary>
    /// <returns>The first line of the response, or <see cref="CutOff"/>.</returns>
    private static async Task<string> DripAsync(Uri server, string beginning, CancellationToken cancellationToken)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Host, server.Port, cancellationToken);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning), cancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = reader.ReadToEndAsync(cancellationToken);
        try
        {
            while (await Task.WhenAny(answer, Task.Delay(Drip, cancellationToken)) != answer)
                await stream.WriteAsync("a"u8.ToArray(), cancellationToken);
            return (await answer).Split("\r\n")[0];
        }
        catch (IOException)
        {
            // A write to the closed connection discarded the response.
            return CutOff;
        }
    }
}
