using System.Diagnostics.CodeAnalysis;

namespace Auth.Infrastructure.Passwords;

/// <summary>
/// A queue that serves its keys in round-robin order. A key is a path, such as a network and an address in it: networks are
/// served in turn, and so are the addresses within a network. Items of one key are first in, first out.
/// </summary>
/// <remarks>No path may be a prefix of another. The queue is not safe for concurrent use.</remarks>
/// <typeparam name="T">The type of the items.</typeparam>
internal sealed class FairQueue<T>
{
    private readonly Node _root = new(null, "", 0);
    private long _nodes;

    /// <summary>The number of waiting items.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an item. A key without waiting items joins the rotation at its end.</summary>
    public Entry Enqueue(IEnumerable<string> path, T item)
    {
        var node = _root;
        foreach (var key in path)
        {
            if (!node.Children.TryGetValue(key, out var child))
                node.Add(child = new Node(node, key, ++_nodes));
            node = child;
        }

        var entry = new Entry(node, item);
        node.Entries.AddLast(entry.Place);
        Adjust(node, 1);
        Count++;
        return entry;
    }

    /// <summary>Removes an item. Returns false if it is no longer in the queue.</summary>
    public bool Remove(Entry entry)
    {
        if (entry.Place.List is null)
            return false;
        entry.Leaf.Entries.Remove(entry.Place);
        Adjust(entry.Leaf, -1);
        Count--;
        return true;
    }

    /// <summary>Removes the first item in turn that the predicate accepts. Keys without such an item keep their turn.</summary>
    public bool TryDequeue(Predicate<T> accepts, [MaybeNullWhen(false)] out T item)
    {
        var entry = Next(_root, accepts);
        item = entry is null ? default : entry.Item;
        return entry is not null && Remove(entry);
    }

    /// <summary>
    /// Makes room for an item of a key that holds less than its share: removes the newest item of the key that holds the most.
    /// Levels are compared from the top, so that many addresses of one network cannot displace another network.
    /// </summary>
    /// <returns>False if no key holds at least two items more. In that case nothing is removed.</returns>
    public bool TryDisplace(IEnumerable<string> path, [MaybeNullWhen(false)] out T displaced)
    {
        var node = _root;
        foreach (var key in path)
        {
            var own = node.Children.GetValueOrDefault(key);
            if (node.BySize.Max is { } largest && (own?.Count ?? 0) + 1 < largest.Count)
            {
                var newest = NewestOfLargest(largest);
                displaced = newest.Item;
                return Remove(newest);
            }

            if (own is null)
                break;
            node = own;
        }

        displaced = default;
        return false;
    }

    private static Entry? Next(Node node, Predicate<T> accepts)
    {
        foreach (var entry in node.Entries)
        {
            if (accepts(entry.Item))
                return entry;
        }

        for (var turn = node.Turns.First; turn is not null; turn = turn.Next)
        {
            if (Next(turn.Value, accepts) is not { } entry)
                continue;
            node.Turns.Remove(turn);
            node.Turns.AddLast(turn);
            return entry;
        }

        return null;
    }

    private static Entry NewestOfLargest(Node node)
    {
        while (node.BySize.Max is { } largest)
            node = largest;
        return node.Entries.Last!.Value;
    }

    private static void Adjust(Node leaf, int change)
    {
        for (var node = leaf; node is not null; node = node.Parent)
        {
            node.Parent?.BySize.Remove(node);
            node.Count += change;
            if (node.Count > 0)
                node.Parent?.BySize.Add(node);
            else
                node.Parent?.Remove(node);
        }
    }

    /// <summary>A waiting item.</summary>
    internal sealed class Entry
    {
        internal Entry(Node leaf, T item)
        {
            (Leaf, Item) = (leaf, item);
            Place = new LinkedListNode<Entry>(this);
        }

        /// <summary>The item.</summary>
        public T Item { get; }

        internal Node Leaf { get; }

        internal LinkedListNode<Entry> Place { get; }
    }

    /// <summary>A key at one level. It exists only while there are items below it.</summary>
    internal sealed class Node
    {
        private readonly string _key;
        private readonly long _number;
        private readonly LinkedListNode<Node> _turn;

        public Node(Node? parent, string key, long number)
        {
            (Parent, _key, _number) = (parent, key, number);
            _turn = new LinkedListNode<Node>(this);
        }

        public Node? Parent { get; }

        public int Count { get; set; }

        public Dictionary<string, Node> Children { get; } = [];

        public LinkedList<Node> Turns { get; } = [];

        public SortedSet<Node> BySize { get; } = new(Comparer<Node>.Create(static (one, other) =>
            (one.Count, one._number).CompareTo((other.Count, other._number))));

        public LinkedList<Entry> Entries { get; } = [];

        public void Add(Node child)
        {
            Children.Add(child._key, child);
            Turns.AddLast(child._turn);
        }

        public void Remove(Node child)
        {
            Children.Remove(child._key);
            Turns.Remove(child._turn);
        }
    }
}
