namespace Auth.Application;

/// <summary>Walks from an exception to its causes.</summary>
public static class ExceptionChain
{
    /// <summary>Returns the exception, its inner exception, and so on.</summary>
    public static IEnumerable<Exception> WithCauses(this Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
            yield return current;
    }
}
