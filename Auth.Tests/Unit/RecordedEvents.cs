using System.Collections.Concurrent;
using Auth.Application;
using Auth.Application.Events;
using Auth.Domain.Events;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auth.Tests.Unit;

/// <summary>Records the committed events.</summary>
internal sealed class RecordedEvents : IAccountEventListener
{
    private readonly ConcurrentQueue<AccountEvent> _committed = new();

    public RecordedEvents()
    {
        Publisher = new([this], NullLogger<AccountEventPublisher>.Instance);
        UnitOfWork = new DirectUnitOfWork(Publisher);
    }

    /// <summary>The committed events in order.</summary>
    public IReadOnlyList<AccountEvent> All => [.. _committed];

    /// <summary>The committed events in order: the name, and the detail if present.</summary>
    public IReadOnlyList<string> Told => [.. _committed.Select(happened => $"{happened.Kind.Name} {happened.Detail}".TrimEnd())];

    /// <summary>A publisher whose only listener is this one.</summary>
    public AccountEventPublisher Publisher { get; }

    /// <summary>A unit of work that commits the events of <see cref="Publisher"/>.</summary>
    public IUnitOfWork UnitOfWork { get; }

    public Task CommittedAsync(AccountEvent happened)
    {
        _committed.Enqueue(happened);
        return Task.CompletedTask;
    }
}
