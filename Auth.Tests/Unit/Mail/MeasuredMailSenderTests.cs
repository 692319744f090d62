using Auth.Application.Mail;
using Auth.Infrastructure.Mail;
using Auth.Tests.Unit.Metrics;
using Moq;

namespace Auth.Tests.Unit.Mail;

public sealed class MeasuredMailSenderTests : IDisposable
{
    private static readonly EmailMessage Message = new("somebody@example.com", "subject", "text", "html");

    private readonly RecordedMetrics _metrics = new();
    private readonly Mock<IMailSender> _sender = new();

    public void Dispose() => _metrics.Dispose();

    [Test]
    public async Task A_mail_that_is_sent_is_counted()
    {
        await SendAsync();

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.mails 1 auth.outcome=sent"]));
    }

    [Test]
    public async Task A_mail_that_no_way_is_configured_for_is_counted_as_dropped()
    {
        await new NoMailSender(_metrics.Metrics, new RecordedLog<NoMailSender>()).SendAsync(Message, default);

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.mails 1 auth.outcome=dropped"]));
    }

    [Test]
    public async Task A_mail_has_a_span_that_says_nothing_of_it()
    {
        using var spans = new RecordedSpans();

        await SendAsync();

        Assert.That(spans.Lines, Is.EqualTo(["send mail Unset"]));
    }

    [Test]
    public void The_span_of_a_mail_that_is_not_delivered_tells_of_the_failure_but_not_its_text()
    {
        using var spans = new RecordedSpans();
        Fail();

        Assert.CatchAsync<EmailDeliveryException>(SendAsync);

        Assert.That(spans.Lines, Is.EqualTo([$"send mail Error error.type={typeof(EmailDeliveryException).FullName}"]));
    }

    private void Fail() => _sender.Setup(sender => sender.SendAsync(Message, default))
        .ThrowsAsync(new EmailDeliveryException("somebody@example.com was refused.", isPermanent: true));

    private Task SendAsync() => new MeasuredMailSender(_sender.Object, _metrics.Metrics).SendAsync(Message, default);
}
