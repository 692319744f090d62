namespace Auth.Application.Mail;

/// <summary>Wakes the mail worker after this process has stored a mail.</summary>
public sealed class MailSignal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);

    /// <summary>Wakes the worker.</summary>
    public void Set()
    {
        try
        {
            _set.Release();
        }
        catch (SemaphoreFullException)
        {
            // The signal is already set.
        }
    }

    /// <summary>Waits for a signal, at most for the given time.</summary>
    public Task WaitAsync(TimeSpan timeout, CancellationToken cancellationToken) => _set.WaitAsync(timeout, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _set.Dispose();
}
