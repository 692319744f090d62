using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Auth.Benchmarks.Service;

/// <summary>Clients that send an endless request byte by byte, and reconnect when they are disconnected.</summary>
internal sealed class DrippingClients : IAsyncDisposable
{
    private const string Headers = "GET /api/users/me HTTP/1.1\r\nHost: localhost\r\n";
    private const string Body = "POST /api/token/login HTTP/1.1\r\nHost: localhost\r\n"
        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n";

    private static readonly TimeSpan Drip = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(DripKind, TimeSpan)> _cuts = new();
    private readonly CountdownEvent _connecting;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _clients;

    private DrippingClients(Uri service, int clients)
    {
        _connecting = new CountdownEvent(clients);
        _clients = Task.WhenAll(Enumerable.Range(0, clients).Select(client =>
            DripAsync(service, client % 2 == 0 ? DripKind.Headers : DripKind.Body)));
    }

    /// <summary>The disconnected requests, with their kind and age.</summary>
    public IReadOnlyCollection<(DripKind Kind, TimeSpan After)> Cuts => _cuts;

    /// <summary>Starts the clients: half of them drip headers, half bodies.</summary>
    public static DrippingClients Start(Uri service, int clients) => new(service, clients);

    /// <summary>Waits until each client is connected.</summary>
    public Task WaitUntilAllAreConnectedAsync(CancellationToken cancellationToken) => _connected.Task.WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _clients;
        _stop.Dispose();
        _connecting.Dispose();
    }

    private async Task DripAsync(Uri service, DripKind kind)
    {
        var isFirst = true;
        while (!_stop.IsCancellationRequested)
        {
            var watch = Stopwatch.StartNew();
            try
            {
                using var connection = new TcpClient();
                await connection.ConnectAsync(service.Host, service.Port, _stop.Token);
                if (isFirst && _connecting.Signal())
                    _connected.SetResult();
                isFirst = false;
                await using var stream = connection.GetStream();
                await stream.WriteAsync(Encoding.ASCII.GetBytes(kind is DripKind.Headers ? Headers : Body), _stop.Token);
                using var reader = new StreamReader(stream, Encoding.ASCII);
                var end = reader.ReadToEndAsync(_stop.Token);
                while (await Task.WhenAny(end, Task.Delay(Drip, _stop.Token)) != end)
                    await stream.WriteAsync("a"u8.ToArray(), _stop.Token);
                await end;
            }
            catch (IOException)
            {
                // The service closed the connection while a byte was in transit.
            }
            catch (OperationCanceledException)
            {
                return;
            }

            _cuts.Enqueue((kind, watch.Elapsed));
        }
    }
}
