using Auth.Application;
using Auth.Application.Events;

namespace Auth.Tests.Unit;

/// <summary>A unit of work that runs once without a transaction and then publishes its events as committed.</summary>
internal sealed class DirectUnitOfWork(AccountEventPublisher events) : IUnitOfWork
{
    private bool _isRunning;

    public async Task<Result<T>> ExecuteAsync<T>(
        Func<CancellationToken, Task<Result<T>>> work, CancellationToken cancellationToken)
        where T : notnull
    {
        if (_isRunning)
            return await work(cancellationToken);
        _isRunning = true;
        try
        {
            var result = await work(cancellationToken);
            if (result.Error is null)
                await events.CommitAsync();
            return result;
        }
        finally
        {
            events.Discard();
            _isRunning = false;
        }
    }
}
