using Auth.Application;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Auth.Infrastructure.Passwords;

/// <summary>Creates the hashing queue before the first request, and drains it before the host stops.</summary>
internal sealed partial class PasswordHashingService(
    HashingQueue<HashInput> queue,
    IOptions<AuthOptions> options,
    ILogger<PasswordHashingService> logger) : IHostedService
{
    private const int LowestAdvisableWorkFactor = 10;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var workFactor = options.Value.Passwords.WorkFactor;
        LogQueue(workFactor, queue.Settings.Threads, queue.Settings.MaxLength);
        if (workFactor < LowestAdvisableWorkFactor)
            LogLowWorkFactor(workFactor, LowestAdvisableWorkFactor);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) =>
        queue.CloseAsync().WaitAsync(cancellationToken);

    [LoggerMessage(EventId = 1, EventName = "PasswordQueue", Level = LogLevel.Information,
        Message = "Password hashing uses work factor {WorkFactor}, {Threads} threads and a queue for {MaxLength} passwords")]
    private partial void LogQueue(int workFactor, int threads, int maxLength);

    [LoggerMessage(EventId = 2, EventName = "LowWorkFactor", Level = LogLevel.Warning,
        Message = "The work factor of new password hashes is {WorkFactor}. Below {Lowest}, stolen hashes are cheap to attack")]
    private partial void LogLowWorkFactor(int workFactor, int lowest);
}
