using Microsoft.EntityFrameworkCore.Storage;

namespace Auth.Tests.Integration.Failures;

/// <summary>Retries the transient errors of tests without a delay, as the strategies of database servers retry theirs.</summary>
internal sealed class RetryingTestStrategy(ExecutionStrategyDependencies dependencies)
    : ExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.Zero)
{
    protected override bool ShouldRetryOn(Exception exception) => exception is TransientTestException;
}
