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
    public async Task A_sent_mail_is_counted()
    {
        await SendAsync();

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.mails 1 auth.outcome=sent"]));
    }

    [Test]
    public async Task A_mail_without_a_configured_sender_is_counted_as_dropped()
    {
        await new NoMailSender(_metrics.Metrics, new RecordedLog<NoMailSender>()).SendAsync(Message, default);

        Assert.That(_metrics.Lines, Is.EqualTo(["auth.mails 1 auth.outcome=dropped"]));
    }

    [Test]
    public async Task The_span_of_a_mail_contains_no_data_of_the_mail()
    {
        using var spans = new RecordedSpans();

        await SendAsync();

        Assert.That(spans.Lines, Is.EqualTo(["send mail Unset"]));
    }

    [Test]
    public void The_span_of_an_undelivered_mail_contains_the_error_type_without_its_message()
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
