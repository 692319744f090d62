using Microsoft.Extensions.Hosting;

namespace Auth.Infrastructure.Passwords;

/// <summary>Starts hashing with the host, and finishes what is queued before the host ends.</summary>
internal sealed class PasswordHashingService(
    HashingQueue<BCryptInput> bcrypt, HashingQueue<Argon2idInput> argon2id) : IHostedService
{
    /// <inheritdoc/>
    /// <remarks>The queues started when they were made.</remarks>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(bcrypt.CloseAsync(), argon2id.CloseAsync()).WaitAsync(cancellationToken);
}
