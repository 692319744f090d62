using Auth.Domain.Events;

namespace Auth.Application.Events;

/// <summary>
/// Handles the events of accounts. Register any number of implementations; they are called one after another in the order of
/// their registration. Users and sessions in an event are detached.
/// </summary>
public interface IAccountEventListener
{
    /// <summary>
    /// Handles an event inside the unit of work of its change: what it writes to the database commits with the change. Runs
    /// again when the unit of work does. An exception rolls the change back.
    /// </summary>
    Task HandleAsync(AccountEvent happened, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Handles an event once, after its change is committed. An exception is logged and has no other effect.</summary>
    Task CommittedAsync(AccountEvent happened) => Task.CompletedTask;
}
