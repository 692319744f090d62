using System.Collections.Concurrent;
using Auth.Application.Email;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Auth.Tests.Unit.Email;

public sealed class NoticeWorkerTests
{
    private readonly RecordedLog<NoticeWorker> _log = new();
    private readonly NoticeQueue _queue = new(NullLogger<NoticeQueue>.Instance);
    private readonly Mock<IEmailSender> _sender = new();
    private readonly ConcurrentQueue<string> _sent = new();

    public NoticeWorkerTests() =>
        _sender.Setup(sender => sender.SendAsync(It.IsAny<EmailMessage>(), It.IsAny<CancellationToken>()))
            .Returns((EmailMessage notice, CancellationToken _) =>
            {
                if (notice.To == "bad@example.com")
                    throw new EmailDeliveryException("The mail server refused it.");
                _sent.Enqueue(notice.To);
                return Task.CompletedTask;
            });

    [Test]
    public async Task What_is_queued_is_sent_before_the_worker_stops()
    {
        string[] addresses = [.. Enumerable.Range(0, 20).Select(i => $"user{i}@example.com")];

        await WorkOffAsync(addresses);

        Assert.That(_sent, Is.EquivalentTo(addresses));
    }

    [Test]
    public async Task A_notice_that_is_not_delivered_holds_up_no_other()
    {
        await WorkOffAsync("bad@example.com", "good@example.com");

        Assert.That(_sent, Is.EqualTo(new[] { "good@example.com" }));
    }

    [Test]
    public async Task A_notice_that_is_not_delivered_is_logged_without_its_address()
    {
        await WorkOffAsync("bad@example.com");

        Assert.That(_log.Lines.Single(), Does.StartWith("Error: A notice was not sent").And.Not.Contain("bad@example.com"));
    }

    private async Task WorkOffAsync(params string[] addresses)
    {
        foreach (var address in addresses)
            _queue.Enqueue(new EmailMessage(address, "subject", "text", "html"));
        using var worker = new NoticeWorker(_queue, _sender.Object, _log);
        await worker.StartAsync(default);
        await worker.StopAsync(default);
    }
}
