using Auth.Application;
using Auth.Application.Email;
using Auth.Infrastructure.Email;
using Auth.Tests.Unit.Email;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Options;

namespace Auth.Tests.Integration.Email;

/// <summary>Sends a message to a server of a test, without waiting between its tries.</summary>
internal sealed class SmtpSending
{
    public const string To = "somebody@example.com";

    /// <summary>How long one try may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly RecordedLog<SmtpEmailSender> _log = new();
    private readonly ImpatientTime _time = new(Limit);

    public IEnumerable<string> Log => _log.Lines;

    public IEnumerable<TimeSpan> Pauses => _time.Pauses;

    public Task SendAsync(
        int port,
        Action<SmtpOptions>? change = null,
        string to = To,
        TimeProvider? time = null,
        Func<ISmtpClient>? newClient = null,
        CancellationToken cancellationToken = default)
    {
        var smtp = new SmtpOptions { Host = "127.0.0.1", Port = port, Security = SmtpSecurity.None };
        change?.Invoke(smtp);
        var options = Options.Create(new AuthOptions { Email = new() { From = "Auth <auth@example.org>", Smtp = smtp } });
        return new SmtpEmailSender(options, time ?? _time, _log, newClient)
            .SendAsync(new(to, "A subject", "the text", "<p>the HTML</p>"), cancellationToken);
    }
}
