using System.Net;
using System.Net.Sockets;
using Auth.Application.Email;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Email;

/// <summary>When a message is tried again, and when it is given up.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SmtpRetryTests
{
    private readonly SmtpSending _smtp = new();

    [Test]
    public async Task A_refused_recipient_is_not_tried_again()
    {
        await using var server = await SmtpServer.StartAsync("refuse");

        await Assert.ThatAsync(() => _smtp.SendAsync(server.Port), Throws.TypeOf<EmailDeliveryException>());

        Assert.That(await server.StopAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_refusal_is_told_with_its_codes_and_without_the_address()
    {
        await using var server = await SmtpServer.StartAsync("refuse");

        await Assert.ThatAsync(
            () => _smtp.SendAsync(server.Port),
            Throws.TypeOf<EmailDeliveryException>()
                .With.Message.Contains("refused the recipient (550 5.1.1)")
                .And.Matches<Exception>(exception => !exception.ToString().Contains(SmtpSending.To, StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_server_that_is_busy_once_gets_the_message_again()
    {
        await using var server = await SmtpServer.StartAsync("busy-once");

        await _smtp.SendAsync(server.Port);

        var messages = (await server.StopAsync()).Where(SmtpServer.IsMessage);
        var accepted = messages.Select(message => message.GetProperty("accepted").GetBoolean());
        Assert.That(accepted, Is.EqualTo([false, true]));
    }

    [Test]
    public async Task Every_try_sends_the_same_message()
    {
        await using var server = await SmtpServer.StartAsync("busy-once");

        await _smtp.SendAsync(server.Port);

        var messages = (await server.StopAsync()).Where(SmtpServer.IsMessage);
        var contents = messages.Select(message => message.GetProperty("content").GetString());
        Assert.That(contents.Distinct().ToList(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_server_that_stays_busy_is_given_up_after_the_last_try()
    {
        await using var server = await SmtpServer.StartAsync("busy");

        await Assert.ThatAsync(
            () => _smtp.SendAsync(server.Port),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("(451 4.3.0). Given up at try 4 of 4"));
    }

    [Test]
    public async Task Pauses_double_from_one_second()
    {
        await using var server = await SmtpServer.StartAsync("busy");

        await Assert.ThatAsync(() => _smtp.SendAsync(server.Port), Throws.TypeOf<EmailDeliveryException>());

        Assert.That(_smtp.Pauses.Select(pause => pause.TotalSeconds), Is.EqualTo([1, 2, 4]));
    }

    [Test]
    public async Task Tries_are_logged_without_the_address()
    {
        await using var server = await SmtpServer.StartAsync("busy");

        await Assert.ThatAsync(() => _smtp.SendAsync(server.Port), Throws.TypeOf<EmailDeliveryException>());

        Assert.That(
            _smtp.Log.ToList(), Has.Count.EqualTo(3).And.All.Contains("(451 4.3.0)").And.All.Not.Contains(SmtpSending.To));
    }

    [Test]
    public async Task A_server_that_breaks_off_is_tried_again()
    {
        await using var server = await SmtpServer.StartAsync("drop");

        await Assert.ThatAsync(
            () => _smtp.SendAsync(server.Port), Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("at try 4 of 4"));
    }

    [Test]
    public async Task A_server_that_hangs_is_cut_off_when_the_time_is_up()
    {
        await using var server = await SmtpServer.StartAsync("hang");
        var time = new FakeTimeProvider();

        var sending = _smtp.SendAsync(server.Port, smtp => smtp.MaxAttempts = 1, time: time);
        await server.NextAsync();
        time.Advance(SmtpSending.Limit);

        await Assert.ThatAsync(
            () => sending.WaitAsync(SmtpSending.Limit),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("did not answer within 30 s"));
    }

    [Test]
    public async Task A_message_is_delivered_though_the_server_hangs_afterwards()
    {
        await using var server = await SmtpServer.StartAsync("hang-at-quit");
        var time = new FakeTimeProvider();

        var sending = _smtp.SendAsync(server.Port, time: time);
        while ((await server.NextAsync()).GetProperty("event").GetString() != "quit")
        {
        }

        time.Advance(SmtpSending.Limit);

        await Assert.ThatAsync(() => sending.WaitAsync(SmtpSending.Limit), Throws.Nothing);
    }

    [Test]
    public async Task A_caller_who_gives_up_is_not_told_of_a_failed_delivery()
    {
        await using var server = await SmtpServer.StartAsync("hang");
        using var stop = new CancellationTokenSource();

        var sending = _smtp.SendAsync(server.Port, cancellationToken: stop.Token);
        await server.NextAsync();
        await stop.CancelAsync();

        await Assert.ThatAsync(() => sending.WaitAsync(SmtpSending.Limit), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        await Assert.ThatAsync(
            () => _smtp.SendAsync(port),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("(ConnectionRefused). Given up at try 4 of 4"));
    }
}
