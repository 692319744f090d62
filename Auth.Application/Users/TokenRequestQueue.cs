using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Auth.Application.Users;

/// <summary>
/// The requests for tokens by mail that wait for <see cref="TokenRequestWorker"/>. A request does nothing but come in here, so
/// its answer, and the time that takes, are the same for every address.
/// </summary>
public sealed class TokenRequestQueue(ILogger<TokenRequestQueue> logger)
{
    private const int Capacity = 10_000;

    private readonly Channel<TokenRequest> _channel = Channel.CreateBounded<TokenRequest>(Capacity);

    /// <summary>The requests, in the order they came, until <see cref="Complete"/>.</summary>
    internal ChannelReader<TokenRequest> Reader => _channel.Reader;

    /// <summary>Queues a request; when the queue is full it is dropped and logged, and the user has to ask again.</summary>
    public void Enqueue(TokenRequest request)
    {
        if (!_channel.Writer.TryWrite(request))
            logger.LogWarning("A request for a {Purpose} token was dropped: {Capacity} are waiting", request.Purpose, Capacity);
    }

    /// <summary>Takes no more requests.</summary>
    internal void Complete() => _channel.Writer.TryComplete();
}
