using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Unit;

/// <summary>A clock that can be set without affecting timers and timestamps, like that of an operating system.</summary>
internal sealed class JumpingClock() : FakeTimeProvider(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    private TimeSpan _offset;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _offset;

    public override long GetTimestamp() => base.GetUtcNow().UtcTicks;

    public void Jump(TimeSpan by) => _offset += by;
}
