using System.Collections.Concurrent;
using System.Threading.Channels;
using Auth.Application.Metrics;
using Auth.Application.Passwords;
using Auth.Domain.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Auth.Application.Login;

/// <summary>
/// Replaces outdated password hashes after the login that verified them, so that the login does not wait. Work that is lost with the
/// process, or does not fit into the queue, is repeated by the next login of the user.
/// </summary>
public sealed partial class PasswordRehasher(
    IServiceScopeFactory scopes, TimeProvider time, AuthMetrics metrics, ILogger<PasswordRehasher> logger) : BackgroundService
{
    /// <summary>The maximum number of waiting passwords.</summary>
    public const int MaxWaiting = 1000;

    /// <summary>The number of hashes that are computed at once.</summary>
    private const int Parallelism = 4;

    /// <summary>
    /// The time for which logins take precedence. On a service that is always busy, outdated hashes must be replaced too: most of
    /// them take longer to verify.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly Channel<Rehash> _queue = Channel.CreateBounded<Rehash>(MaxWaiting);

    // A user has one place in the queue, however often the user logs in.
    private readonly ConcurrentDictionary<Guid, bool> _users = new();

    /// <summary>The number of users whose hash waits to be replaced, or is being replaced.</summary>
    internal int Count => _users.Count;

    /// <summary>Replaces a hash soon. It is kept if it changes in the meantime.</summary>
    /// <param name="user">The user, with the verified hash.</param>
    /// <param name="password">The password.</param>
    /// <param name="caller">The client, in whose turn the new hash is computed.</param>
    public void Enqueue(User user, string password, Caller caller)
    {
        if (!_users.TryAdd(user.Id, true))
            return;
        if (_queue.Writer.TryWrite(new(user.Id, user.HashedPassword, password, caller.Serialize(), time.GetTimestamp())))
            return;
        _users.TryRemove(user.Id, out _);
        metrics.CountRehash(Outcome.Dropped);
    }

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.ObserveQueue("rehashes", () => _queue.Reader.Count);
        return Task.WhenAll(Enumerable.Range(0, Parallelism).Select(_ => WorkAsync(stoppingToken)));
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        await foreach (var rehash in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                metrics.CountRehash(await ReplaceAsync(rehash, stoppingToken));
            }
#pragma warning disable CA1031 // A failure concerns one user. The user's next login tries again.
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailure(exception.GetType().FullName!);
                metrics.CountRehash(Outcome.Failed);
            }
            finally
            {
                _users.TryRemove(rehash.UserId, out _);
            }
        }
    }

    private async Task<string> ReplaceAsync(Rehash rehash, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<Caller>().Continue(rehash.Caller);
        var hasher = services.GetRequiredService<IPasswordHasher>();
        while (hasher.IsBusy && time.GetElapsedTime(rehash.EnqueuedAt) < LongestWait)
            await Task.Delay(PollInterval, cancellationToken);
        try
        {
            var hash = await hasher.HashAsync(rehash.Password, cancellationToken);

            // Stored during a shutdown too: the expensive part is done.
            var isReplaced = await services.GetRequiredService<IUserRepository>()
                .ReplacePasswordHashAsync(rehash.UserId, rehash.VerifiedHash, hash, CancellationToken.None);
            return isReplaced ? Outcome.Success : Outcome.Outdated;
        }
        catch (ServerBusyException)
        {
            return Outcome.Busy;
        }
    }

    [LoggerMessage(EventName = "RehashFailed", Level = LogLevel.Warning,
        Message = "An outdated password hash could not be replaced. The next login of the user tries again: {Exception}")]
    private partial void LogFailure(string exception);

    private sealed record Rehash(Guid UserId, string VerifiedHash, string Password, string Caller, long EnqueuedAt)
    {
        /// <summary>Without the password.</summary>
        public override string ToString() => $"rehash of user {UserId}";
    }
}
