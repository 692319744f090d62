using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using MimeKit;

namespace Auth.Tests.Integration.Mail;

/// <summary>A received copy of a mail.</summary>
/// <param name="Id">The message id, equal for every copy.</param>
/// <param name="Recipient">The recipient's address.</param>
internal sealed record ReceivedMail(string Id, string Recipient)
{
    /// <summary>Returns the mails in a pickup folder.</summary>
    public static IReadOnlyList<ReceivedMail> InFolder(string folder) =>
        [.. Directory.GetFiles(folder, "*.eml").Select(file => Read(File.ReadAllBytes(file)))];

    public static ReceivedMail Read(byte[] content)
    {
        using var message = MimeMessage.Load(new MemoryStream(content));
        return new(message.MessageId!, message.To.Mailboxes.Single().Address);
    }
}

/// <summary>A mail server that accepts and records all mail.</summary>
internal sealed class ReceivingServer : IAsyncDisposable
{
    private readonly SmtpServer _server;
    private readonly ConcurrentQueue<ReceivedMail> _mails = new();
    private readonly Task _reading;

    private ReceivingServer(SmtpServer server)
    {
        _server = server;
        _reading = ReadAsync();
    }

    /// <summary>The mails received so far.</summary>
    public IReadOnlyList<ReceivedMail> Mails => [.. _mails];

    public static async Task<ReceivingServer> StartAsync() => new(await SmtpServer.StartAsync("accept"));

    /// <summary>Returns the settings of a program that sends its mail to this server.</summary>
    public (string, string)[] Settings(int timeoutSeconds) => SettingsOf(_server.Port, timeoutSeconds);

    /// <summary>Returns the settings of a program that sends its mail to a local port.</summary>
    public static (string, string)[] SettingsOf(int port, int timeoutSeconds) =>
    [
        ("Auth__Email__PickupFolder", ""),
        ("Auth__Email__Smtp__Host", "127.0.0.1"),
        ("Auth__Email__Smtp__Port", port.ToString(CultureInfo.InvariantCulture)),
        ("Auth__Email__Smtp__Security", "None"),
        ("Auth__Email__Smtp__TimeoutSeconds", timeoutSeconds.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Stops the server, and returns all received mails.</summary>
    public async Task<IReadOnlyList<ReceivedMail>> StopAsync()
    {
        _server.CloseInput();
        await _reading;
        return Mails;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task ReadAsync()
    {
        await foreach (var happened in _server.AllAsync())
        {
            if (SmtpServer.IsMessage(happened))
                _mails.Enqueue(ReceivedMail.Read(Encoding.UTF8.GetBytes(happened.GetProperty("content").GetString()!)));
        }
    }
}

/// <summary>The outbox of the real program.</summary>
internal static class Outbox
{
    // Only a failing test waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until every mail is sent.</summary>
    public static async Task WaitUntilEmptyAsync(TestDatabase database)
    {
        var waiting = Stopwatch.StartNew();
        while (await CountAsync(database) > 0)
        {
            Assert.That(waiting.Elapsed, Is.LessThan(Patience), "The outbox is not empty.");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Returns the number of pending mails.</summary>
    public static async Task<long> CountAsync(TestDatabase database) => long.Parse(
        (await database.QueryAsync("SELECT count(*) FROM mail_outbox")).Single(), CultureInfo.InvariantCulture);
}
