using Auth.Application.Audit;

namespace Auth.Tests.Unit.Audit;

public sealed class RecordedWaitsTests
{
    private readonly JumpingClock _time = new();
    private readonly RecordedWaits _waits;

    public RecordedWaitsTests() => _waits = new(_time);

    private DateTimeOffset Soon => _time.GetUtcNow().AddMinutes(1);

    [Test]
    public void A_wait_is_added_once()
    {
        var user = Guid.NewGuid();

        Assert.That((_waits.TryAdd(user, Soon), _waits.TryAdd(user, Soon)), Is.EqualTo((true, false)));
    }

    [Test]
    public void Waits_with_the_same_end_of_another_user_or_no_user_are_distinct()
    {
        _waits.TryAdd(Guid.NewGuid(), Soon);

        Assert.That((_waits.TryAdd(Guid.NewGuid(), Soon), _waits.TryAdd(null, Soon)), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_wait_beyond_the_capacity_is_not_added()
    {
        Fill();

        Assert.That(_waits.TryAdd(Guid.NewGuid(), Soon), Is.False);
    }

    [Test]
    public void Expired_waits_are_removed()
    {
        Fill();
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.That(_waits.TryAdd(Guid.NewGuid(), Soon));
    }

    [Test]
    public void Expired_waits_are_removed_after_the_clock_is_set_back()
    {
        Fill();
        _time.Jump(-TimeSpan.FromDays(3));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.That(_waits.TryAdd(Guid.NewGuid(), Soon));
    }

    private void Fill()
    {
        for (var wait = 0; wait < RecordedWaits.Capacity; wait++)
            _waits.TryAdd(Guid.NewGuid(), Soon);
    }
}
