using Auth.Application.Audit;

namespace Auth.Tests.Unit.Audit;

public sealed class RecordedWaitsTests
{
    private readonly JumpingClock _time = new();
    private readonly RecordedWaits _waits;

    public RecordedWaitsTests() => _waits = new(_time);

    private DateTimeOffset Soon => _time.GetUtcNow().AddMinutes(1);

    [Test]
    public void A_wait_is_new_once()
    {
        var user = Guid.NewGuid();

        Assert.That((_waits.TryAdd(user, Soon), _waits.TryAdd(user, Soon)), Is.EqualTo((true, false)));
    }

    [Test]
    public void The_same_moment_of_another_user_or_of_nobody_is_another_wait()
    {
        _waits.TryAdd(Guid.NewGuid(), Soon);

        Assert.That((_waits.TryAdd(Guid.NewGuid(), Soon), _waits.TryAdd(null, Soon)), Is.EqualTo((true, true)));
    }

    [Test]
    public void While_too_many_are_remembered_further_ones_count_as_recorded()
    {
        Fill();

        Assert.That(_waits.TryAdd(Guid.NewGuid(), Soon), Is.False);
    }

    [Test]
    public void Those_that_are_over_make_room()
    {
        Fill();
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.That(_waits.TryAdd(Guid.NewGuid(), Soon));
    }

    [Test]
    public void Waits_make_room_at_their_end_although_the_clock_was_set_back()
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
