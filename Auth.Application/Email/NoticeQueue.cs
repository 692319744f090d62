using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Auth.Application.Email;

/// <summary>
/// The notices that wait for <see cref="NoticeWorker"/>, so that no request waits for a mail server. They do not stand in line
/// with the mails that strangers may ask for, who could otherwise keep a notice from its owner by asking often.
/// </summary>
public sealed class NoticeQueue(ILogger<NoticeQueue> logger)
{
    private const int Capacity = 10_000;

    private readonly Channel<EmailMessage> _channel = Channel.CreateBounded<EmailMessage>(Capacity);

    /// <summary>The notices, in the order they came, until <see cref="Complete"/>.</summary>
    internal ChannelReader<EmailMessage> Reader => _channel.Reader;

    /// <summary>Queues a notice; when the queue is full it is dropped and logged.</summary>
    public void Enqueue(EmailMessage notice)
    {
        if (!_channel.Writer.TryWrite(notice))
            logger.LogError("A notice was dropped: {Capacity} are waiting, or the service is stopping", Capacity);
    }

    /// <summary>Takes no more notices.</summary>
    internal void Complete() => _channel.Writer.TryComplete();
}
