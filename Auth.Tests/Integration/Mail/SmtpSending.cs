using Auth.Application;
using Auth.Application.Mail;
using Auth.Infrastructure.Mail;
using Microsoft.Extensions.Options;

namespace Auth.Tests.Integration.Mail;

/// <summary>Sends a message to a test server.</summary>
internal static class SmtpSending
{
    public const string To = "somebody@example.com";

    /// <summary>The time limit of an attempt.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task SendAsync(
        int port,
        Action<SmtpOptions>? change = null,
        string to = To,
        TimeProvider? time = null,
        CancellationToken cancellationToken = default)
    {
        var smtp = new SmtpOptions { Host = "127.0.0.1", Port = port, Security = SmtpSecurity.None };
        change?.Invoke(smtp);
        var options = Options.Create(new AuthOptions { Email = new() { From = "Auth <auth@example.org>", Smtp = smtp } });
        return new SmtpMailSender(options, time ?? TimeProvider.System)
            .SendAsync(new(to, "A subject", "the text", "<p>the HTML</p>"), cancellationToken);
    }
}
