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
    public void The_configuration_chooses_the_sender(string? host, string? folder, Type sender) =>
        Assert.That(
            EmailServices.SenderFor(new() { Smtp = { Host = host }, PickupFolder = folder }), Is.EqualTo(sender));

    [TestCase("mail.example.org", typeof(MeasuredEmailSender))]
    [TestCase(null, typeof(NoEmailSender))]
    public void A_sender_that_delivers_is_measured(string? host, Type sender)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(RecordedMetrics.None).AddEmailSending();
        services.Configure<AuthOptions>(options => options.Email.Smtp.Host = host);
        using var provider = services.BuildServiceProvider();

        Assert.That(provider.GetRequiredService<IEmailSender>(), Is.TypeOf(sender));
    }

    [Test]
    public async Task Without_configuration_a_message_is_a_warning_without_its_address()
    {
        var log = new RecordedLog<NoEmailSender>();

        await new NoEmailSender(RecordedMetrics.None, log)
            .SendAsync(new("somebody@example.com", "Subject", "text", "html"), default);

        Assert.That(
            log.Lines.Single(), Does.StartWith("Warning: ").And.Contain("Auth:Email").And.Not.Contain("somebody"));
    }
}
