using Auth.Application.Audit;
using Auth.Application.Background;
using Auth.Application.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Auth.Application.Users;

/// <summary>
/// Looks up the users who asked for a token, issues it and has it mailed. A request does nothing but come into the queue, so its
/// answer, and the time that takes, are the same for every address.
/// </summary>
internal sealed class TokenRequestHandler(
    IServiceScopeFactory scopes, AuthMetrics metrics, ILogger<TokenRequestHandler> logger) : IWorkHandler<TokenRequest>
{
    /// <summary>The work begins when the answer is out: beside it, it would slow the answer down where there is any.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(25);

    public string QueueName => "token_requests";

    public async Task HandleAsync(TokenRequest item, CancellationToken cancellationToken)
    {
        await Task.Delay(Delay, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentCaller>().Value = item.Caller;
        await (item.Purpose switch
        {
            TokenPurpose.Verify => scope.ServiceProvider.GetRequiredService<UserVerifier>()
                .IssueTokenAsync(item.Email, cancellationToken),
            _ => scope.ServiceProvider.GetRequiredService<PasswordResetter>()
                .IssueTokenAsync(item.Email, cancellationToken),
        });
    }

    /// <summary>The user has to ask again.</summary>
    public void Dropped(TokenRequest item, int capacity)
    {
        logger.LogWarning("A request for a {Purpose} token was dropped: {Capacity} are waiting", item.Purpose, capacity);
        metrics.CountMail(Outcome.Dropped);
    }

    public void Failed(TokenRequest item, Exception exception) =>
        logger.LogError(exception, "A {Purpose} token was not issued", item.Purpose);
}
