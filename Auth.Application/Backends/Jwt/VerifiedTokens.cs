using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace Auth.Application.Backends.Jwt;

/// <summary>
/// A cache of access tokens with recently verified signatures, and their claims. A client sends the same token with each request.
/// The keys do not change while the process runs, so a verified signature remains valid. The cache replaces no other check: the
/// expiry and the session of a token are checked on each request.
/// </summary>
internal sealed class VerifiedTokens(TimeProvider time) : IDisposable
{
    /// <summary>The maximum number of tokens: some megabytes. Beyond it, the least recently used are removed.</summary>
    private const int Capacity = 4096;

    private readonly MemoryCache _claims = new(new MemoryCacheOptions { SizeLimit = Capacity, Clock = new SteadyClock(time) });
    private readonly MemoryCacheEntryOptions _entry = new() { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(5) };

    /// <summary>Returns the claims of a cached token, or null.</summary>
    public JwtClaims? Find(string token) => _claims.Get<JwtClaims>(token);

    /// <summary>Adds a token with a valid signature.</summary>
    public void Keep(string token, JwtClaims claims) => _claims.Set(token, claims, _entry);

    /// <inheritdoc/>
    public void Dispose() => _claims.Dispose();

    /// <summary>A monotonic clock. With the system clock, entries from before a jump could occupy the cache.</summary>
    private sealed class SteadyClock(TimeProvider time) : ISystemClock
    {
        private readonly long _start = time.GetTimestamp();

        public DateTimeOffset UtcNow => DateTimeOffset.UnixEpoch + time.GetElapsedTime(_start);
    }
}
