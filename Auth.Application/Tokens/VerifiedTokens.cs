using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace Auth.Application.Tokens;

/// <summary>
/// The access tokens whose signature was found good lately, with their claims: a client sends the same one with each request,
/// and its signature stays good as long as the keys do, which is as long as the process lives. Nothing else about a token is
/// taken from here: not whether it has expired, nor whether its session is over.
/// </summary>
internal sealed class VerifiedTokens(TimeProvider time) : IDisposable
{
    /// <summary>How many are kept: some megabytes. When there are more, those that were not used for longest go.</summary>
    private const int Capacity = 4096;

    private readonly MemoryCache _claims = new(new MemoryCacheOptions { SizeLimit = Capacity, Clock = new SteadyClock(time) });
    private readonly MemoryCacheEntryOptions _entry = new() { Size = 1, SlidingExpiration = TimeSpan.FromMinutes(5) };

    /// <summary>The claims of a token that was kept, or null.</summary>
    public JwtClaims? Find(string token) => _claims.Get<JwtClaims>(token);

    /// <summary>Keeps a token whose signature is good.</summary>
    public void Keep(string token, JwtClaims claims) => _claims.Set(token, claims, _entry);

    /// <inheritdoc/>
    public void Dispose() => _claims.Dispose();

    /// <summary>A clock for the cache that nobody sets: entries from before a jump would keep the room of later ones.</summary>
    private sealed class SteadyClock(TimeProvider time) : ISystemClock
    {
        private readonly long _start = time.GetTimestamp();

        public DateTimeOffset UtcNow => DateTimeOffset.UnixEpoch + time.GetElapsedTime(_start);
    }
}
