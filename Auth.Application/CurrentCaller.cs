namespace Auth.Application;

/// <summary>The caller of the current operation. It is determined on first use, because most requests do not need it.</summary>
/// <param name="find">Determines the caller. It is called at most once.</param>
public sealed class CurrentCaller(Func<Caller> find)
{
    private Caller? _value;

    /// <summary>The caller. Code that continues the work of an earlier scope sets the caller of that scope.</summary>
    public Caller Value
    {
        get => _value ??= find();
        set => _value = value;
    }
}
