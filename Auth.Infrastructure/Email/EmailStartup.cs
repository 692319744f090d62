using Auth.Application;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Email;

/// <summary>Says at start where mail goes.</summary>
internal sealed class EmailStartup(IOptions<AuthOptions> options, ILogger<EmailStartup> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var email = options.Value.Email;
        if (email.Smtp.Host is { Length: > 0 } host)
            logger.LogInformation("Mail goes to the server {Host}:{Port}", host, email.Smtp.Port);
        else if (email.PickupFolder is { Length: > 0 } folder)
            logger.LogInformation("Mail is not sent, but written to the folder {PickupFolder}", Path.GetFullPath(folder));
        else
            logger.LogWarning("Mail is not sent: set Auth:Email:Smtp:Host, or Auth:Email:PickupFolder to write it to files");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
