using Auth.Application.Passwords;
using Auth.Infrastructure.Passwords;
using Auth.Tests.Unit.Telemetry;

namespace Auth.Tests.Unit.Passwords;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HashingQueueTests : IDisposable
{
    private readonly HeldComputation _computation = new();
    private readonly RecordedMetrics _metrics = new();

    public void Dispose()
    {
        _computation.Dispose();
        _metrics.Dispose();
    }

    [Test]
    public async Task Each_request_gets_its_own_digest()
    {
        using var queue = Queue(threads: 2);
        var requests = Enumerable.Range(0, 20).Select(input => queue.ComputeAsync(input, CancellationToken.None)).ToArray();
        _computation.Release();
        Assert.That((await Task.WhenAll(requests)).Select(digest => (int)digest[0]), Is.EqualTo(Enumerable.Range(0, 20)));
    }

    [Test]
    public async Task No_thread_of_the_pool_computes()
    {
        using var queue = Queue();
        _computation.Release();
        await queue.ComputeAsync(1, CancellationToken.None);
        Assert.That(_computation.RanOnThreadPool, Is.False);
    }

    [Test]
    public async Task The_wait_and_the_computation_are_timed()
    {
        using var queue = Queue();
        _computation.Release();
        await queue.ComputeAsync(1, CancellationToken.None);
        Assert.That(_metrics.Lines, Is.EqualTo(
            ["auth.hash.time_in_queue time auth.hash.algorithm=test", "auth.hash.duration time auth.hash.algorithm=test"]));
    }

    [Test]
    public async Task A_hash_has_a_span_that_tells_its_wait()
    {
        using var spans = new RecordedSpans();
        using var queue = Queue();
        _computation.Release();
        await queue.ComputeAsync(1, CancellationToken.None);
        Assert.That(spans.Lines, Is.EqualTo(["hash password Unset auth.hash.algorithm=test auth.hash.time_in_queue"]));
    }

    [Test]
    public async Task The_length_is_measured()
    {
        using var queue = Queue();
        await HoldAsync(queue);
        _ = queue.ComputeAsync(1, CancellationToken.None);
        _metrics.Observe();
        Assert.That(_metrics.Lines, Is.EqualTo(["auth.queue.length 1 auth.queue.name=test"]));
        _computation.Release();
    }

    [Test]
    public async Task A_request_past_the_bound_is_refused()
    {
        using var queue = Queue(maxLength: 2);
        await HoldAsync(queue);
        _ = queue.ComputeAsync(1, CancellationToken.None);
        _ = queue.ComputeAsync(2, CancellationToken.None);
        Assert.That(() => queue.ComputeAsync(3, CancellationToken.None), Throws.InstanceOf<ServerBusyException>());
        _computation.Release();
    }

    [Test]
    public async Task A_refusal_tells_in_whole_seconds_when_the_queue_will_have_passed()
    {
        using var queue = Queue(maxLength: 2, timePerHash: TimeSpan.FromSeconds(1.5));
        await HoldAsync(queue);
        _ = queue.ComputeAsync(1, CancellationToken.None);
        _ = queue.ComputeAsync(2, CancellationToken.None);
        Assert.That(() => queue.ComputeAsync(3, CancellationToken.None),
            Throws.InstanceOf<ServerBusyException>().With.Property("RetryAfter").EqualTo(TimeSpan.FromSeconds(5)));
        _computation.Release();
    }

    [Test]
    public async Task A_cancelled_request_ends()
    {
        using var queue = Queue();
        using var cancellation = new CancellationTokenSource();
        await HoldAsync(queue);
        var request = queue.ComputeAsync(1, cancellation.Token);
        await cancellation.CancelAsync();
        Assert.That(async () => await request, Throws.InstanceOf<OperationCanceledException>());
        _computation.Release();
    }

    [Test]
    public async Task A_cancelled_request_is_not_computed()
    {
        var queue = Queue();
        using var cancellation = new CancellationTokenSource();
        await HoldAsync(queue);
        _ = queue.ComputeAsync(1, cancellation.Token);
        await cancellation.CancelAsync();
        _computation.Release();
        queue.Dispose();
        Assert.That(_computation.Batches.SelectMany(batch => batch), Is.EqualTo([0]));
    }

    [Test]
    public async Task A_cancelled_request_makes_room()
    {
        using var queue = Queue(maxLength: 1);
        using var cancellation = new CancellationTokenSource();
        await HoldAsync(queue);
        _ = queue.ComputeAsync(1, cancellation.Token);
        await cancellation.CancelAsync();
        var request = queue.ComputeAsync(2, CancellationToken.None);
        _computation.Release();
        Assert.That((await request)[0], Is.EqualTo(2));
    }

    [Test]
    public async Task A_request_that_is_being_computed_is_not_cancelled()
    {
        using var queue = Queue();
        using var cancellation = new CancellationTokenSource();
        var request = queue.ComputeAsync(7, cancellation.Token);
        await _computation.StartedAsync();
        await cancellation.CancelAsync();
        _computation.Release();
        Assert.That((await request)[0], Is.EqualTo(7));
    }

    [Test]
    public void A_request_that_comes_cancelled_is_not_queued()
    {
        using var queue = Queue();
        _computation.Release();
        Assert.That(() => queue.ComputeAsync(1, new(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Waiting_requests_are_computed_at_once_by_group_and_no_more_than_a_batch()
    {
        var queue = Queue();
        await HoldAsync(queue);
        foreach (var input in (int[])[10, 20, 11, 12, 21, 13, 14])
            _ = queue.ComputeAsync(input, CancellationToken.None);
        _computation.Release();
        queue.Dispose();
        Assert.That(_computation.Batches, Is.EqualTo((int[][])[[0], [10, 11, 12, 13], [20, 21], [14]]));
    }

    [Test]
    public async Task Closing_ends_when_what_was_queued_is_computed()
    {
        using var queue = Queue(threads: 2);
        await HoldAsync(queue);
        foreach (var input in Enumerable.Range(1, 9))
            _ = queue.ComputeAsync(input, CancellationToken.None);
        var closing = queue.CloseAsync();
        _computation.Release();
        await closing;
        Assert.That(_computation.Batches.SelectMany(batch => batch), Is.EquivalentTo(Enumerable.Range(0, 10)));
    }

    [Test]
    public async Task Closing_waits_for_what_is_being_computed()
    {
        using var queue = Queue();
        await HoldAsync(queue);
        Assert.That(queue.CloseAsync().IsCompleted, Is.False);
        _computation.Release();
    }

    [Test]
    public async Task A_closed_queue_refuses_requests()
    {
        using var queue = Queue();
        await queue.CloseAsync();
        Assert.That(() => queue.ComputeAsync(1, CancellationToken.None), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task A_failed_computation_fails_its_request()
    {
        using var queue = Failing();
        Assert.That(() => queue.ComputeAsync(0, CancellationToken.None), Throws.InstanceOf<DivideByZeroException>());
        await queue.CloseAsync();
    }

    [Test]
    public async Task A_thread_outlives_a_failed_computation()
    {
        using var queue = Failing();
        await Task.WhenAny(queue.ComputeAsync(0, CancellationToken.None));
        Assert.That((await queue.ComputeAsync(2, CancellationToken.None))[0], Is.EqualTo(50));
    }

    private static HashingQueue<int> Failing() =>
        new(new("test", 1, 10, 1, TimeSpan.Zero), _ => 0, inputs => [[(byte)(100 / inputs[0])]], RecordedMetrics.None);

    // Groups are tens.
    private HashingQueue<int> Queue(int threads = 1, int maxLength = 100, TimeSpan timePerHash = default) =>
        new(new("test", threads, maxLength, 4, timePerHash), input => input / 10, _computation.Compute, _metrics.Metrics);

    // Keeps a thread busy, so that what comes next waits.
    private async Task HoldAsync(HashingQueue<int> queue)
    {
        _ = queue.ComputeAsync(0, CancellationToken.None);
        await _computation.StartedAsync();
    }
}
