using System.Net.Sockets;
using System.Text;

namespace Auth.Tests.Integration;

/// <summary>Sends raw requests over their own connections.</summary>
internal static class RawRequests
{
    // Only a failing test waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sends a Latin-1 text, and reads until the server closes the connection or is silent for too long.</summary>
    /// <param name="server">The server under test.</param>
    /// <param name="request">The text to send.</param>
    /// <param name="silence">
    /// The time after which a silent server ends the call; null if silence is a failure of the test.
    /// </param>
    /// <returns>The response; empty if the server closed or reset the connection without one.</returns>
    public static async Task<string> SendRawAsync(this AuthServer server, string request, TimeSpan? silence = null)
    {
        using var patience = new CancellationTokenSource(silence ?? Patience);
        using var connection = new TcpClient();
        await connection.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port, patience.Token);
        await using var stream = connection.GetStream();
        var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), patience.Token);
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (Exception exception) when (exception is IOException || (silence is not null && exception is OperationCanceledException))
        {
            // After a reset or silence, the part received so far is the response.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    /// <summary>Sends the start of a request, and resets the connection.</summary>
    public static async Task ResetAsync(this AuthServer server, string beginning)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var connection = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
        await connection.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port, patience.Token);
        await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(beginning), patience.Token);

        // Gives the server time to start reading the body.
        await Task.Delay(20, patience.Token);
    }

    /// <summary>Returns the status of a response; 0 if there is none.</summary>
    public static int StatusOf(string answer) =>
        answer.Length > 12 && int.TryParse(answer.AsSpan(9, 3), provider: null, out var status) ? status : 0;
}
