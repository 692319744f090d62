using Auth.Application.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Auth.Application.Users;

/// <summary>
/// Looks up the users who asked for a token, issues it and has it mailed; at shutdown, all that are still queued.
/// </summary>
internal sealed class TokenRequestWorker(
    TokenRequestQueue queue, IServiceScopeFactory scopes, ILogger<TokenRequestWorker> logger) : BackgroundService
{
    /// <summary>A mail server that answers slowly holds up this many requests at once, not all of them.</summary>
    private const int Parallelism = 4;

    /// <summary>The work begins when the answer is out: beside it, it would slow the answer down where there is any.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(25);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        if (ExecuteTask is { } work)
            await work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        queue.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = stoppingToken },
        HandleAsync);

    private async ValueTask HandleAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Delay, cancellationToken);
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = request.Caller;
            await (request.Purpose switch
            {
                TokenPurpose.Verify => scope.ServiceProvider.GetRequiredService<UserVerifier>()
                    .IssueTokenAsync(request.Email, cancellationToken),
                _ => scope.ServiceProvider.GetRequiredService<PasswordResetter>()
                    .IssueTokenAsync(request.Email, cancellationToken),
            });
        }
#pragma warning disable CA1031 // One request that fails, for whatever reason, must not end the worker.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.LogError(exception, "A {Purpose} token was not issued", request.Purpose);
        }
    }
}
