namespace Auth.Api.Edge;

/// <summary>Limits how often a client may call an action. Where the action requires a user, it limits the user too.</summary>
/// <param name="limit">The name of the limit, from <see cref="RateLimits"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LimitedAttribute(string limit) : Attribute
{
    public string Limit { get; } = limit;
}
