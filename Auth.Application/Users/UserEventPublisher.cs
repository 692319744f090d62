using Microsoft.Extensions.Logging;

namespace Auth.Application.Users;

/// <summary>Tells every <see cref="IUserEvents"/> of what happened.</summary>
public sealed class UserEventPublisher(IEnumerable<IUserEvents> listeners, ILogger<UserEventPublisher> logger)
{
    /// <summary>
    /// Tells each listener of something that has happened. A listener that throws is logged, and the next is told.
    /// </summary>
    /// <param name="tell">
    /// Calls the method for the moment. The token it is given is never cancelled: what has been stored is told, even when
    /// the client has gone.
    /// </param>
    public async Task PublishAsync(Func<IUserEvents, CancellationToken, Task> tell)
    {
        foreach (var listener in listeners)
        {
            try
            {
                await tell(listener, CancellationToken.None);
            }
#pragma warning disable CA1031 // A listener is somebody else's code: whatever it throws must not undo what has happened.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                logger.LogError(exception, "{Listener} failed to handle an event", listener.GetType().FullName);
            }
        }
    }

    /// <summary>Tells each listener of something that is about to happen, and stops at the first that throws.</summary>
    public async Task PublishBeforeAsync(Func<IUserEvents, Task> tell)
    {
        foreach (var listener in listeners)
            await tell(listener);
    }
}
