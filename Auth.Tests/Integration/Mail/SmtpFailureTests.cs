using System.Net;
using System.Net.Sockets;
using Auth.Application.Mail;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Mail;

/// <summary>Delivery failures and their classification as permanent or temporary.</summary>
public sealed class SmtpFailureTests
{
    [Test]
    public async Task A_refused_recipient_is_a_permanent_failure_without_the_address()
    {
        await using var server = await SmtpServer.StartAsync("refuse");

        await Assert.ThatAsync(
            () => SmtpSending.SendAsync(server.Port),
            Throws.TypeOf<EmailDeliveryException>()
                .With.Message.Contains("refused the recipient (550 5.1.1)").And.Property("IsPermanent").True
                .And.Matches<Exception>(exception => !exception.ToString().Contains(SmtpSending.To, StringComparison.Ordinal)));
    }

    [Test]
    public async Task A_busy_server_is_a_temporary_failure()
    {
        await using var server = await SmtpServer.StartAsync("busy");

        await Assert.ThatAsync(
            () => SmtpSending.SendAsync(server.Port),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("(451 4.3.0)").And.Property("IsPermanent").False);
    }

    [Test]
    public async Task The_sender_does_not_retry_a_failed_attempt()
    {
        await using var server = await SmtpServer.StartAsync("busy-once");

        await Assert.ThatAsync(() => SmtpSending.SendAsync(server.Port), Throws.TypeOf<EmailDeliveryException>());

        Assert.That((await server.StopAsync()).Where(SmtpServer.IsMessage).Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_dropped_connection_is_a_temporary_failure()
    {
        await using var server = await SmtpServer.StartAsync("drop");

        await Assert.ThatAsync(
            () => SmtpSending.SendAsync(server.Port),
            Throws.TypeOf<EmailDeliveryException>().With.Property("IsPermanent").False);
    }

    [Test]
    public async Task A_server_that_hangs_is_a_temporary_failure_after_the_timeout()
    {
        await using var server = await SmtpServer.StartAsync("hang");
        var time = new FakeTimeProvider();

        var sending = SmtpSending.SendAsync(server.Port, time: time);
        await server.NextAsync();
        time.Advance(SmtpSending.Limit);

        await Assert.ThatAsync(
            () => sending.WaitAsync(SmtpSending.Limit),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("did not answer within 30 s")
                .And.Property("IsPermanent").False);
    }

    [Test]
    public async Task A_TLS_handshake_that_hangs_ends_with_the_time_limit()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var time = new FakeTimeProvider();

        var sending = SmtpSending.SendAsync(
            ((IPEndPoint)server.LocalEndpoint).Port, smtp => smtp.Security = SmtpSecurity.Tls, time: time);
        using var connection = await server.AcceptTcpClientAsync();
        await connection.GetStream().ReadExactlyAsync(new byte[1]);
        time.Advance(SmtpSending.Limit);

        await Assert.ThatAsync(
            () => sending.WaitAsync(SmtpSending.Limit),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("did not answer within 30 s"));
    }

    [Test]
    public async Task A_message_is_delivered_even_if_the_server_hangs_at_QUIT()
    {
        await using var server = await SmtpServer.StartAsync("hang-at-quit");
        var time = new FakeTimeProvider();

        var sending = SmtpSending.SendAsync(server.Port, time: time);
        while ((await server.NextAsync()).GetProperty("event").GetString() != "quit")
        {
        }

        time.Advance(SmtpSending.Limit);

        await Assert.ThatAsync(() => sending.WaitAsync(SmtpSending.Limit), Throws.Nothing);
    }

    [Test]
    public async Task A_canceled_send_throws_OperationCanceledException()
    {
        await using var server = await SmtpServer.StartAsync("hang");
        using var stop = new CancellationTokenSource();

        var sending = SmtpSending.SendAsync(server.Port, cancellationToken: stop.Token);
        await server.NextAsync();
        await stop.CancelAsync();

        await Assert.ThatAsync(() => sending.WaitAsync(SmtpSending.Limit), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task A_refused_connection_is_a_temporary_failure()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        await Assert.ThatAsync(
            () => SmtpSending.SendAsync(port),
            Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("(ConnectionRefused)").And.Property("IsPermanent").False);
    }
}
