using Auth.Domain.Events;

namespace Auth.Application.Events;

/// <summary>
/// Handles account events. Any number of implementations can be registered. They are called sequentially, in the order of their
/// registration. Users and sessions in an event are detached.
/// </summary>
public interface IAccountEventListener
{
    /// <summary>
    /// Handles an event inside the unit of work of its change. Database writes are committed with the change. The method runs
    /// again if the unit of work does. An exception rolls the change back.
    /// </summary>
    Task HandleAsync(AccountEvent happened, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Handles an event once, after its change is committed. An exception is logged and has no other effect.</summary>
    Task CommittedAsync(AccountEvent happened) => Task.CompletedTask;
}
