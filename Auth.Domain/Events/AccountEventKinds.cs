using System.Collections.Frozen;
using System.Reflection;

namespace Auth.Domain.Events;

/// <summary>The number, name and severity of an event. Numbers and names are stored and logged. They never change.</summary>
/// <param name="number">The event id of its log entry.</param>
/// <param name="name">The name in the audit trail and in the log.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AccountEventAttribute(int number, string name) : Attribute
{
    /// <summary>The event id of its log entry.</summary>
    public int Number { get; } = number;

    /// <summary>The name in the audit trail and in the log.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the event may be part of an attack.</summary>
    public bool IsWarning { get; init; }
}

/// <summary>The kinds of events, read from the attributes of their records.</summary>
public static class AccountEventKinds
{
    private static readonly FrozenDictionary<Type, AccountEventAttribute> Kinds = typeof(AccountEvent).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(AccountEvent)))
        .ToFrozenDictionary(type => type, type => type.GetCustomAttribute<AccountEventAttribute>()
            ?? throw new InvalidOperationException($"{type.Name} has no AccountEventAttribute."));

    private static readonly FrozenSet<string> Names = Kinds.Values.Select(kind => kind.Name).ToFrozenSet();

    /// <summary>All kinds of events.</summary>
    public static IReadOnlyCollection<AccountEventAttribute> All => Kinds.Values;

    /// <summary>Returns the kind of an event type.</summary>
    public static AccountEventAttribute Of(Type type) => Kinds[type];

    /// <summary>Returns whether a kind of event has this name.</summary>
    public static bool IsKnown(string name) => Names.Contains(name);
}
