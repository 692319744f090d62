namespace Auth.Application.Audit;

/// <summary>Who has that done which happens in this scope. It is looked for when it is asked for: most requests do not.</summary>
/// <param name="find">Finds the caller; called once at most.</param>
public sealed class CurrentCaller(Func<Caller> find)
{
    private Caller? _value;

    /// <summary>The caller; set where the scope does the work of another one, which has ended.</summary>
    public Caller Value
    {
        get => _value ??= find();
        set => _value = value;
    }
}
