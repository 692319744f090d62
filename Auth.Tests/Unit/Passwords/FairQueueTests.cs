using Auth.Infrastructure.Passwords;

namespace Auth.Tests.Unit.Passwords;

public sealed class FairQueueTests
{
    private readonly FairQueue<string> _queue = new();

    [Test]
    public void Items_of_one_key_are_first_in_first_out()
    {
        Enqueue("a1", "a2", "a3");
        Assert.That(DequeueAll(), Is.EqualTo(["a1", "a2", "a3"]));
    }

    [Test]
    public void Keys_take_turns()
    {
        Enqueue("a1", "a2", "a3", "b1", "b2", "c1");
        Assert.That(DequeueAll(), Is.EqualTo(["a1", "b1", "c1", "a2", "b2", "a3"]));
    }

    [Test]
    public void A_key_that_returns_waits_for_one_turn_of_each_other_key()
    {
        Enqueue("a1", "b1", "b2", "b3");
        Dequeue();
        Enqueue("a2");
        Assert.That(DequeueAll(), Is.EqualTo(["b1", "a2", "b2", "b3"]));
    }

    [Test]
    public void Networks_take_turns_regardless_of_their_number_of_clients()
    {
        _queue.Enqueue(["n", "1"], "n1");
        _queue.Enqueue(["n", "2"], "n2");
        _queue.Enqueue(["n", "3"], "n3");
        _queue.Enqueue(["m", "1"], "m1");
        _queue.Enqueue(["m", "1"], "m1 again");
        Assert.That(DequeueAll(), Is.EqualTo(["n1", "m1", "n2", "m1 again", "n3"]));
    }

    [Test]
    public void An_item_that_is_not_accepted_keeps_its_turn()
    {
        Enqueue("a1", "b1", "c1");
        Assert.That(_queue.TryDequeue(item => item == "b1", out _));
        Assert.That(DequeueAll(), Is.EqualTo(["a1", "c1"]));
    }

    [Test]
    public void Nothing_is_dequeued_if_no_item_is_accepted()
    {
        Enqueue("a1");
        Assert.That((_queue.TryDequeue(_ => false, out _), _queue.Count), Is.EqualTo((false, 1)));
    }

    [Test]
    public void A_removed_item_is_not_dequeued()
    {
        Enqueue("a1");
        var entry = _queue.Enqueue(["a"], "a2");
        Enqueue("a3");
        _queue.Remove(entry);
        Assert.That(DequeueAll(), Is.EqualTo(["a1", "a3"]));
    }

    [Test]
    public void A_dequeued_item_cannot_be_removed()
    {
        var entry = _queue.Enqueue(["a"], "a1");
        Dequeue();
        Assert.That(_queue.Remove(entry), Is.False);
    }

    [Test]
    public void An_item_cannot_be_removed_twice()
    {
        var entry = _queue.Enqueue(["a"], "a1");
        Assert.That((_queue.Remove(entry), _queue.Remove(entry), _queue.Count), Is.EqualTo((true, false, 0)));
    }

    [Test]
    public void A_new_key_displaces_the_newest_item_of_the_key_with_the_most_items()
    {
        Enqueue("a1", "b1", "b2", "b3", "a2");
        Assert.That((_queue.TryDisplace(["c"], out var displaced), displaced), Is.EqualTo((true, "b3")));
    }

    [Test]
    public void A_key_displaces_items_only_until_the_keys_are_equal()
    {
        Enqueue("a1", "a2", "a3", "a4");
        while (_queue.TryDisplace(["b"], out _))
            Enqueue("b");
        Assert.That(DequeueAll(), Is.EqualTo(["a1", "b", "a2", "b"]));
    }

    [Test]
    public void The_key_with_the_most_items_displaces_none()
    {
        Enqueue("a1", "a2", "b1");
        Assert.That(_queue.TryDisplace(["a"], out _), Is.False);
    }

    [Test]
    public void A_new_key_displaces_no_item_of_keys_with_one_item()
    {
        Enqueue("a1", "b1");
        Assert.That(_queue.TryDisplace(["c"], out _), Is.False);
    }

    [Test]
    public void An_empty_queue_has_nothing_to_displace() => Assert.That(_queue.TryDisplace(["a"], out _), Is.False);

    [Test]
    public void Many_clients_of_one_network_displace_no_other_network()
    {
        _queue.Enqueue(["m", "1"], "m1");
        _queue.Enqueue(["m", "1"], "m1 again");
        _queue.Enqueue(["n", "1"], "n1");
        _queue.Enqueue(["n", "2"], "n2");
        Assert.That(_queue.TryDisplace(["n", "3"], out _), Is.False);
    }

    [Test]
    public void A_client_displaces_the_client_of_its_network_with_the_most_items()
    {
        _queue.Enqueue(["n", "1"], "n1");
        _queue.Enqueue(["n", "1"], "n1 again");
        _queue.Enqueue(["m", "1"], "m1");
        Assert.That((_queue.TryDisplace(["n", "2"], out var displaced), displaced), Is.EqualTo((true, "n1 again")));
    }

    // Compares each step with a plain list that is searched linearly.
    [Test]
    public void Random_steps_agree_with_a_list()
    {
        var random = new Random(7);
        var list = new List<(string Network, string Client, string Item, FairQueue<string>.Entry Entry)>();
        for (var step = 0; step < 100_000; step++)
        {
            var (network, client) = ($"{random.Next(4)}", $"{random.Next(3)}");
            switch (random.Next(5))
            {
                case 0 or 1:
                    list.Add((network, client, $"{step}", _queue.Enqueue([network, client], $"{step}")));
                    break;
                case 2 when list.Count > 0:
                    var removed = random.Next(list.Count);
                    Assert.That(_queue.Remove(list[removed].Entry));
                    list.RemoveAt(removed);
                    break;
                case 3 when list.Count > 0:
                    Assert.That(_queue.TryDequeue(_ => true, out var item));
                    var first = list.Single(entry => entry.Item == item);
                    Assert.That(first.Item, Is.EqualTo(
                        list.First(entry => (entry.Network, entry.Client) == (first.Network, first.Client)).Item));
                    list.Remove(first);
                    break;
                case 4 when list.Count > 60:
                    var largest = list.GroupBy(entry => entry.Network).Max(group => group.Count());
                    if (_queue.TryDisplace([network, client], out var displaced))
                    {
                        var victim = list.Single(entry => entry.Item == displaced);
                        Assert.That(victim.Network == network
                            || list.Count(entry => entry.Network == victim.Network) == largest);
                        list.Remove(victim);
                    }

                    break;
            }

            Assert.That(_queue.Count, Is.EqualTo(list.Count));
        }
    }

    // A linear search in each step would take minutes.
    [Test, CancelAfter(20_000)]
    public void A_hundred_thousand_clients_are_served_quickly(CancellationToken cancellationToken)
    {
        for (var client = 0; client < 100_000; client++)
        {
            _queue.Enqueue([$"{client % 1000}", $"{client}"], "");
            _queue.Enqueue(["flood", "one"], "");
        }

        for (var client = 0; client < 50_000; client++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Assert.That(_queue.TryDisplace([$"new {client}"], out _) && _queue.TryDequeue(_ => true, out _));
        }
    }

    private void Enqueue(params string[] items)
    {
        foreach (var item in items)
            _queue.Enqueue([item[..1]], item);
    }

    private void Dequeue() => Assert.That(_queue.TryDequeue(_ => true, out _));

    private IEnumerable<string> DequeueAll()
    {
        while (_queue.TryDequeue(_ => true, out var item))
            yield return item;
    }
}
