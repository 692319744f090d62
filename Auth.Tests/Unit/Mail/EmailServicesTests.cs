using Auth.Application;
using Auth.Application.Mail;
using Auth.Infrastructure.Mail;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Unit.Mail;

public sealed class EmailServicesTests
{
    [TestCase("mail.example.org", null, typeof(SmtpMailSender))]
    [TestCase("mail.example.org", "data/mail", typeof(SmtpMailSender))]
    [TestCase(null, "data/mail", typeof(PickupFolderMailSender))]
    [TestCase("", "data/mail", typeof(PickupFolderMailSender))]
    [TestCase(null, null, typeof(NoMailSender))]
    [TestCase("", "", typeof(NoMailSender))]
    public void The_sender_depends_on_the_configuration(string? host, string? folder, Type sender) =>
        Assert.That(
            EmailServices.SenderFor(new() { Smtp = { Host = host }, PickupFolder = folder }), Is.EqualTo(sender));

    [TestCase("mail.example.org", typeof(MeasuredMailSender))]
    [TestCase(null, typeof(NoMailSender))]
    public void A_sender_that_delivers_is_measured(string? host, Type sender)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(RecordedMetrics.None).AddEmailSending();
        services.Configure<AuthOptions>(options => options.Email.Smtp.Host = host);
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IMailSender>(), Is.TypeOf(sender));
    }

    [Test]
    public async Task A_message_without_a_configured_sender_logs_a_warning_without_its_address()
    {
        var log = new RecordedLog<NoMailSender>();

        await new NoMailSender(RecordedMetrics.None, log)
            .SendAsync(new("somebody@example.com", "Subject", "text", "html"), default);

        Assert.That(
            log.Lines.Single(), Does.StartWith("Warning: ").And.Contain("Auth:Email").And.Not.Contain("somebody"));
    }
}
