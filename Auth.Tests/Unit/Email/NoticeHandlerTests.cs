using System.Collections.Concurrent;
using Auth.Application.Background;
using Auth.Application.Email;
using Auth.Tests.Unit.Telemetry;
using Moq;

namespace Auth.Tests.Unit.Email;

public sealed class NoticeHandlerTests
{
    private readonly RecordedLog<NoticeHandler> _log = new();
    private readonly RecordedMetrics _metrics = new();
    private readonly Mock<IEmailSender> _sender = new();
    private readonly ConcurrentQueue<string> _sent = new();

    public NoticeHandlerTests() =>
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

    [Test]
    public async Task A_notice_that_comes_too_late_is_dropped_with_an_error_that_has_no_address()
    {
        using var queue = Queue();
        await queue.StopAsync(default);

        queue.Enqueue(Notice("late@example.com"));

        Assert.That(_log.Lines.Single(), Does.StartWith("Error: A notice was dropped").And.Not.Contain("late@example.com"));
    }

    [Test]
    public async Task A_dropped_notice_is_counted_as_a_dropped_mail()
    {
        using var queue = Queue();
        await queue.StopAsync(default);

        queue.Enqueue(Notice("late@example.com"));

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.mails 1 auth.outcome=dropped"]));
    }

    [Test]
    public void The_length_of_the_queue_is_measured()
    {
        using var queue = Queue();
        queue.Enqueue(Notice("user@example.com"));

        _metrics.Observe();

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.queue.length 1 auth.queue.name=notices"]));
    }

    private async Task WorkOffAsync(params string[] addresses)
    {
        using var queue = Queue();
        foreach (var address in addresses)
            queue.Enqueue(Notice(address));
        await queue.StartAsync(default);
        await queue.StopAsync(default);
    }

    private WorkQueue<EmailMessage> Queue() =>
        new(new NoticeHandler(_sender.Object, _metrics.Metrics, _log), _metrics.Metrics);

    private static EmailMessage Notice(string address) => new(address, "subject", "text", "html");
}
