using System.Net.Sockets;
using System.Text;

namespace Auth.Tests.Integration;

/// <summary>Sends requests byte by byte, over connections of their own.</summary>
internal static class RawRequests
{
    // Only a test that fails waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Sends text, each character a byte, and reads until the server closes the connection or says nothing more.</summary>
    /// <param name="server">The server.</param>
    /// <param name="request">What is sent.</param>
    /// <param name="silence">How long the server may say nothing; without it, only a test that fails ends so.</param>
    /// <returns>What the server answered; empty when it closed or reset the connection without a word.</returns>
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
            // Reset, or silent: what came before counts.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    /// <summary>Sends a request, and resets the connection before it is complete.</summary>
    public static async Task ResetAsync(this AuthServer server, string beginning)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var connection = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
        await connection.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port, patience.Token);
        await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(beginning), patience.Token);

        // The server is to have begun reading the body.
        await Task.Delay(20, patience.Token);
    }

    /// <summary>The status of an answer; 0 when there was none.</summary>
    public static int StatusOf(string answer) =>
        answer.Length > 12 && int.TryParse(answer.AsSpan(9, 3), provider: null, out var status) ? status : 0;
}
