namespace Auth.Application.Login.External;

/// <summary>The time limit for all requests to a provider in one login.</summary>
internal sealed class ProviderTimeLimit : IDisposable
{
    private readonly CancellationTokenSource _timer, _either;

    public ProviderTimeLimit(ExternalLoginOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        _timer = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, cancellationToken);
    }

    /// <summary>Canceled at the limit, or when the request is.</summary>
    public CancellationToken Token => _either.Token;

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
