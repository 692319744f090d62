namespace Auth.Application;

/// <summary>Enumerates the causes of an exception.</summary>
public static class ExceptionChain
{
    /// <summary>Returns the exception, its inner exception, and so on.</summary>
    public static IEnumerable<Exception> WithCauses(this Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
            yield return current;
    }
}
