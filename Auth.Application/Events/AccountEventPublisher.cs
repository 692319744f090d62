using Auth.Domain.Events;
using Microsoft.Extensions.Logging;

namespace Auth.Application.Events;

/// <summary>Calls the listeners of an event twice: inside the unit of work, and after its commit.</summary>
public sealed class AccountEventPublisher(
    IEnumerable<IAccountEventListener> listeners, ILogger<AccountEventPublisher> logger)
{
    private readonly List<AccountEvent> _uncommitted = [];

    /// <summary>Publishes an event in the current unit of work.</summary>
    public async Task PublishAsync(AccountEvent happened, CancellationToken cancellationToken)
    {
        foreach (var listener in listeners)
            await listener.HandleAsync(happened, cancellationToken);
        _uncommitted.Add(happened);
    }

    /// <summary>Discards the events of a unit of work that was not committed.</summary>
    public void Discard() => _uncommitted.Clear();

    /// <summary>Calls the listeners after the events of the current unit of work were committed.</summary>
    public async Task CommitAsync()
    {
        AccountEvent[] committed = [.. _uncommitted];
        _uncommitted.Clear();
        foreach (var happened in committed)
        {
            foreach (var listener in listeners)
                await NotifyAsync(listener, happened);
        }
    }

    private async Task NotifyAsync(IAccountEventListener listener, AccountEvent happened)
    {
        try
        {
            await listener.CommittedAsync(happened);
        }
#pragma warning disable CA1031 // The change is committed: an exception of a listener cannot undo it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            logger.LogError(exception, "{Listener} failed to handle {Event}", listener.GetType().FullName, happened.Kind.Name);
        }
    }
}
