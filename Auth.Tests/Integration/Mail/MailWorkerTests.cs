using Auth.Application.Mail;
using Auth.Domain.Mail;
using Auth.Tests.Conformance;
using Auth.Tests.Unit.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Moq;

namespace Auth.Tests.Integration.Mail;

/// <summary>The worker in the running service.</summary>
public sealed class MailWorkerTests
{
    // Only a failing test waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_due_mail_is_sent()
    {
        await using var server = await AuthServer.StartAsync();
        var user = await server.CreateUserAsync();

        await server.RequestMailAsync(user.Email);

        Assert.That((await PickedUpMail.ToAsync(server, user.Email)).Token, Is.Not.Empty);
    }

    [Test]
    public async Task The_worker_continues_after_a_database_failure()
    {
        var failures = 2;
        var mailed = new TaskCompletionSource();
        var outbox = new Mock<IMailOutbox>();
        outbox.Setup(all => all.LeaseAsync(
                It.IsAny<int>(), It.IsAny<bool>(), It.IsAny<DateTimeOffset>(), It.IsAny<DateTimeOffset>(), It.IsAny<DateTimeOffset>(),
                It.IsAny<CancellationToken>()))
            .Returns(() =>
            {
                if (Interlocked.Decrement(ref failures) >= 0)
                    throw new TimeoutException("The database did not answer.");
                mailed.TrySetResult();
                return Task.FromResult<IReadOnlyList<OutboxMail>>([]);
            });
        await using var server = await AuthServer.StartAsync(services: services => services.AddSingleton(outbox.Object));
        var signal = server.Services.GetRequiredService<MailSignal>();

        while (!mailed.Task.IsCompleted)
        {
            signal.Set();
            await Task.WhenAny(mailed.Task, Task.Delay(TimeSpan.FromMilliseconds(20)));
        }

        Assert.That(failures, Is.Negative);
    }

    [Test]
    public async Task A_stop_cancels_a_hanging_delivery_and_the_mail_stays_in_the_outbox()
    {
        var asked = new TaskCompletionSource();
        var sender = new Mock<IMailSender>();
        sender.Setup(mail => mail.SendAsync(It.IsAny<EmailMessage>(), It.IsAny<CancellationToken>()))
            .Returns((EmailMessage _, CancellationToken token) =>
            {
                asked.TrySetResult();
                return Task.Delay(Timeout.Infinite, token);
            });
        await using var server = await AuthServer.StartAsync(services: services => services.AddSingleton(sender.Object));
        await server.RequestMailAsync((await server.CreateUserAsync()).Email);
        await asked.Task.WaitAsync(Patience);

        await server.Services.GetRequiredService<MailWorker>().StopAsync(default).WaitAsync(Patience);

        Assert.That(await server.OutboxAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_length_of_the_outbox_is_measured()
    {
        await using var server = await AuthServer.StartAsync();
        using var metrics = new RecordedMetrics(server.Services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>());

        metrics.Observe();

        Assert.That(metrics.Lines, Has.One.EqualTo("auth.queue.length 0 auth.queue.name=mail_outbox"));
    }
}
