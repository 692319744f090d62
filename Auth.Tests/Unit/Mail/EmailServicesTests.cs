using Auth.Application;
using Auth.Application.Mail;
using Auth.Infrastructure.Mail;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Unit.Mail;

public sealed class EmailServicesTests
{
    [TestCase("mail.example.org", null, typeof(SmtpEmailSender))]
    [TestCase("mail.example.org", "data/mail", typeof(SmtpEmailSender))]
    [TestCase(null, "data/mail", typeof(PickupFolderEmailSender))]
    [TestCase("", "data/mail", typeof(PickupFolderEmailSender))]
    [TestCase(null, null, typeof(NoEmailSender))]
    [TestCase("", "", typeof(NoEmailSender))]
    public void The_sender_depends_on_the_configuration(string? host, string? folder, Type sender)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(RecordedMetrics.None).AddEmailSending();
        services.Configure<AuthOptions>(options => (options.Email.Smtp.Host, options.Email.PickupFolder) = (host, folder));
        using var provider = services.BuildServiceProvider();

        var chosen = provider.GetRequiredService<IEmailSender>();
        Assert.That(chosen is MeasuredEmailSender measured ? measured.Sender : chosen, Is.TypeOf(sender));
    }

    [Test]
    public async Task A_message_without_a_configured_sender_logs_a_warning_without_its_address()
    {
        var log = new RecordedLog<NoEmailSender>();

        await new NoEmailSender(RecordedMetrics.None, log)
            .SendAsync(new("somebody@example.com", "Subject", "text", "html"), default);

        Assert.That(
            log.Lines.Single(), Does.StartWith("Warning: ").And.Contain("Auth:Email").And.Not.Contain("somebody"));
    }
}
