using Auth.Application;
using Auth.Infrastructure.Passwords;
using Auth.Tests.Unit.Metrics;

namespace Auth.Tests.Unit.Passwords;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class HashingQueueTests : IDisposable
{
    private static readonly string[] Caller = ["network", "client"];

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
        var requests = Enumerable.Range(0, 20).Select(input => queue.ComputeAsync(input, Caller, CancellationToken.None)).ToArray();
        _computation.Release();
        Assert.That((await Task.WhenAll(requests)).Select(digest => (int)digest[0]), Is.EqualTo(Enumerable.Range(0, 20)));
    }

    [Test]
    public async Task Computations_do_not_run_on_the_thread_pool()
    {
        using var queue = Queue();
        _computation.Release();
        await queue.ComputeAsync(1, Caller, CancellationToken.None);
        Assert.That(_computation.RanOnThreadPool, Is.False);
    }

    [Test]
    public async Task The_wait_and_the_computation_are_timed()
    {
        using var queue = Queue();
        _computation.Release();
        await queue.ComputeAsync(1, Caller, CancellationToken.None);
        Assert.That(_metrics.Lines, Is.EqualTo(
            ["auth.hash.time_in_queue time auth.hash.algorithm=test", "auth.hash.duration time auth.hash.algorithm=test"]));
    }

    [Test]
    public async Task The_span_of_a_hash_contains_its_time_in_the_queue()
    {
        using var spans = new RecordedSpans();
        using var queue = Queue();
        _computation.Release();
        await queue.ComputeAsync(1, Caller, CancellationToken.None);
        Assert.That(spans.Lines, Is.EqualTo(["hash password Unset auth.hash.algorithm=test auth.hash.time_in_queue"]));
    }

    [Test]
    public async Task The_queue_length_is_measured()
    {
        using var queue = Queue();
        await HoldAsync(queue);
        _ = queue.ComputeAsync(1, Caller, CancellationToken.None);
        _metrics.Observe();
        Assert.That(_metrics.Lines, Is.EqualTo(["auth.queue.length 1 auth.queue.name=test"]));
        _computation.Release();
    }

    [Test]
    public async Task A_request_to_a_full_queue_is_refused()
    {
        using var queue = Queue(maxLength: 2);
        await HoldAsync(queue);
        _ = queue.ComputeAsync(1, Caller, CancellationToken.None);
        _ = queue.ComputeAsync(2, Caller, CancellationToken.None);
        Assert.That(() => queue.ComputeAsync(3, Caller, CancellationToken.None), Throws.InstanceOf<ServerBusyException>());
        _computation.Release();
    }

    [Test]
    public async Task A_refusal_contains_the_time_to_empty_the_queue_in_whole_seconds()
    {
        using var queue = Queue(maxLength: 2, timePerHash: TimeSpan.FromSeconds(1.5));
        await HoldAsync(queue);
        _ = queue.ComputeAsync(1, Caller, CancellationToken.None);
        _ = queue.ComputeAsync(2, Caller, CancellationToken.None);
        Assert.That(() => queue.ComputeAsync(3, Caller, CancellationToken.None),
            Throws.InstanceOf<ServerBusyException>().With.Property("RetryAfter").EqualTo(TimeSpan.FromSeconds(5)));
        _computation.Release();
    }

    [Test]
    public async Task Callers_take_turns_in_a_batch()
    {
        var queue = Queue();
        await HoldAsync(queue);
        foreach (var input in (int[])[1, 2, 3, 4, 5])
            _ = queue.ComputeAsync(input, ["a", "client"], CancellationToken.None);
        _ = queue.ComputeAsync(6, ["b", "client"], CancellationToken.None);
        _computation.Release();
        queue.Dispose();
        Assert.That(_computation.Batches, Is.EqualTo((int[][])[[0], [1, 6, 2, 3], [4, 5]]));
    }

    [Test]
    public async Task A_request_of_another_caller_displaces_one_of_the_caller_that_fills_the_queue()
    {
        using var queue = Queue(maxLength: 2, timePerHash: TimeSpan.FromSeconds(1.5));
        await HoldAsync(queue);
        var first = queue.ComputeAsync(1, ["a"], CancellationToken.None);
        var newest = queue.ComputeAsync(2, ["a"], CancellationToken.None);
        var other = queue.ComputeAsync(3, ["b"], CancellationToken.None);
        Assert.That(() => newest,
            Throws.InstanceOf<ServerBusyException>().With.Property("RetryAfter").EqualTo(TimeSpan.FromSeconds(5)));
        _computation.Release();
        Assert.That((await Task.WhenAll(first, other)).Select(digest => (int)digest[0]), Is.EqualTo([1, 3]));
    }

    [Test]
    public async Task A_group_is_computed_by_no_more_threads_than_its_limit()
    {
        using var queue = Queue(threads: 2);
        await HoldAsync(queue, 100);
        _ = queue.ComputeAsync(101, Caller, CancellationToken.None);
        var other = queue.ComputeAsync(1, Caller, CancellationToken.None);
        await _computation.StartedAsync();
        Assert.That(_computation.Batches, Is.EqualTo((int[][])[[100], [1]]));
        _computation.Release();
        await other;
    }

    [Test]
    public async Task A_group_at_its_thread_limit_is_computed_when_a_thread_is_free()
    {
        var queue = Queue(threads: 2);
        await HoldAsync(queue, 100);
        _ = queue.ComputeAsync(101, Caller, CancellationToken.None);
        var closing = queue.CloseAsync();
        _computation.Release();
        await closing.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(_computation.Batches, Is.EqualTo((int[][])[[100], [101]]));
    }

    [Test]
    public async Task A_cancelled_request_throws()
    {
        using var queue = Queue();
        using var cancellation = new CancellationTokenSource();
        await HoldAsync(queue);
        var request = queue.ComputeAsync(1, Caller, cancellation.Token);
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
        _ = queue.ComputeAsync(1, Caller, cancellation.Token);
        await cancellation.CancelAsync();
        _computation.Release();
        queue.Dispose();
        Assert.That(_computation.Batches.SelectMany(batch => batch), Is.EqualTo([0]));
    }

    [Test]
    public async Task A_cancelled_request_frees_its_place()
    {
        using var queue = Queue(maxLength: 1);
        using var cancellation = new CancellationTokenSource();
        await HoldAsync(queue);
        _ = queue.ComputeAsync(1, Caller, cancellation.Token);
        await cancellation.CancelAsync();
        var request = queue.ComputeAsync(2, Caller, CancellationToken.None);
        _computation.Release();
        Assert.That((await request)[0], Is.EqualTo(2));
    }

    [Test]
    public async Task A_request_that_is_being_computed_is_not_cancelled()
    {
        using var queue = Queue();
        using var cancellation = new CancellationTokenSource();
        var request = queue.ComputeAsync(7, Caller, cancellation.Token);
        await _computation.StartedAsync();
        await cancellation.CancelAsync();
        _computation.Release();
        Assert.That((await request)[0], Is.EqualTo(7));
    }

    [Test]
    public void A_request_with_a_cancelled_token_is_not_queued()
    {
        using var queue = Queue();
        _computation.Release();
        Assert.That(() => queue.ComputeAsync(1, Caller, new(canceled: true)), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Waiting_requests_of_a_group_are_computed_in_batches()
    {
        var queue = Queue();
        await HoldAsync(queue);
        foreach (var input in (int[])[10, 20, 11, 12, 21, 13, 14])
            _ = queue.ComputeAsync(input, Caller, CancellationToken.None);
        _computation.Release();
        queue.Dispose();
        Assert.That(_computation.Batches, Is.EqualTo((int[][])[[0], [10, 11, 12, 13], [20, 21], [14]]));
    }

    [Test]
    public async Task Closing_completes_when_all_queued_requests_are_computed()
    {
        using var queue = Queue(threads: 2);
        await HoldAsync(queue);
        foreach (var input in Enumerable.Range(1, 9))
            _ = queue.ComputeAsync(input, Caller, CancellationToken.None);
        var closing = queue.CloseAsync();
        _computation.Release();
        await closing;
        Assert.That(_computation.Batches.SelectMany(batch => batch), Is.EquivalentTo(Enumerable.Range(0, 10)));
    }

    [Test]
    public async Task Groups_of_one_pool_share_the_limit_of_threads()
    {
        using var queue = new HashingQueue<int>(new("test", 2, 100, 4, TimeSpan.Zero),
            input => new($"algorithm {input}", 0, 1, input < 3 ? 1 : 2, input < 3 ? "pool" : null), _computation.Compute, _metrics.Metrics);
        await HoldAsync(queue, 1);
        _ = queue.ComputeAsync(2, Caller, CancellationToken.None);
        var other = queue.ComputeAsync(3, Caller, CancellationToken.None);
        await _computation.StartedAsync();
        Assert.That(_computation.Batches, Is.EqualTo((int[][])[[1], [3]]));
        _computation.Release();
        await other;
    }

    [Test]
    public async Task Closing_waits_for_running_computations()
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
        Assert.That(() => queue.ComputeAsync(1, Caller, CancellationToken.None), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public async Task A_failed_computation_fails_its_request()
    {
        using var queue = Failing();
        Assert.That(() => queue.ComputeAsync(0, Caller, CancellationToken.None), Throws.InstanceOf<DivideByZeroException>());
        await queue.CloseAsync();
    }

    [Test]
    public async Task A_thread_continues_after_a_failed_computation()
    {
        using var queue = Failing();
        await Task.WhenAny(queue.ComputeAsync(0, Caller, CancellationToken.None));
        Assert.That((await queue.ComputeAsync(2, Caller, CancellationToken.None))[0], Is.EqualTo(50));
    }

    private static HashingQueue<int> Failing() =>
        new(new("test", 1, 10, 1, TimeSpan.Zero), _ => new("test", 0, 1, 1), inputs => [[(byte)(100 / inputs[0])]], RecordedMetrics.None);

    // Inputs are grouped by tens. Groups of inputs from 100 on have one thread and batches of one.
    private HashingQueue<int> Queue(int threads = 1, int maxLength = 100, TimeSpan timePerHash = default) => new(
        new("test", threads, maxLength, 4, timePerHash),
        input => input < 100 ? new("test", input / 10, 4, threads) : new("test", input / 10, 1, 1),
        _computation.Compute, _metrics.Metrics);

    // Keeps a thread busy, so that later requests wait.
    private async Task HoldAsync(HashingQueue<int> queue, int input = 0)
    {
        _ = queue.ComputeAsync(input, Caller, CancellationToken.None);
        await _computation.StartedAsync();
    }
}
