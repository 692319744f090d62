using System.Threading.RateLimiting;
using Auth.Application;

namespace Auth.Api.Edge;

/// <summary>Applies the limits of all processes together. Each process applies its own limits while the counters cannot be reached.</summary>
/// <param name="shared">The shared counters.</param>
/// <param name="own">The limits of this process.</param>
/// <param name="countersOf">Returns the counters of a request, from the narrowest to the widest.</param>
/// <param name="window">The length of a window.</param>
internal sealed class SharedRateLimiter(
    ISharedRateCounters shared,
    PartitionedRateLimiter<HttpContext> own,
    Func<HttpContext, IReadOnlyList<RateCounter>> countersOf,
    TimeSpan window) : PartitionedRateLimiter<HttpContext>
{
    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => own.GetStatistics(resource);

    /// <summary>Fails, so that the middleware calls <see cref="AcquireAsyncCore"/>.</summary>
    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) => new Lease(TimeSpan.Zero);

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(
        HttpContext resource, int permitCount, CancellationToken cancellationToken) =>
        await shared.CountAsync(countersOf(resource), window) switch
        {
            null => await own.AcquireAsync(resource, permitCount, cancellationToken),
            { Ticks: 0 } => new Lease(null),
            { } wait => new Lease(wait),
        };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            own.Dispose();
        base.Dispose(disposing);
    }

    /// <param name="wait">The time until the next request is permitted; null if the request is permitted.</param>
    private sealed class Lease(TimeSpan? wait) : RateLimitLease
    {
        public override bool IsAcquired => wait is null;

        public override IEnumerable<string> MetadataNames => IsAcquired ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? wait : null;
            return metadata is not null;
        }
    }
}
