using Auth.Application;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Mail;

/// <summary>Logs the destination of mail at startup.</summary>
internal sealed class EmailStartup(IOptions<AuthOptions> options, ILogger<EmailStartup> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var email = options.Value.Email;
        if (email.Smtp.Host is { Length: > 0 } host)
            logger.LogInformation("Mail is sent to the server {Host}:{Port}", host, email.Smtp.Port);
        else if (email.PickupFolder is { Length: > 0 } folder)
            logger.LogInformation("Mail is written to the folder {PickupFolder} and not sent", Path.GetFullPath(folder));
        else
            logger.LogWarning("Mail is not sent: set Auth:Email:Smtp:Host, or Auth:Email:PickupFolder to write it to files");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
