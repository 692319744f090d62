using System.Collections.Concurrent;
using Auth.Application.Mail;

namespace Auth.Tests.Integration.Mail;

/// <summary>Records messages instead of delivering them.</summary>
internal sealed class RecordedSender : IMailSender
{
    private readonly ConcurrentQueue<EmailMessage> _attempts = new();
    private readonly ConcurrentQueue<EmailMessage> _sent = new();

    /// <summary>The delivered messages, in order.</summary>
    public IReadOnlyList<EmailMessage> Sent => [.. _sent];

    /// <summary>The messages of all attempts, in order.</summary>
    public IReadOnlyList<EmailMessage> Attempts => [.. _attempts];

    /// <summary>Returns the failure of an attempt; null if it succeeds.</summary>
    public Func<EmailMessage, Exception?> Failure { get; set; } = _ => null;

    public Task SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        _attempts.Enqueue(message);
        if (Failure(message) is { } failure)
            return Task.FromException(failure);
        _sent.Enqueue(message);
        return Task.CompletedTask;
    }
}
