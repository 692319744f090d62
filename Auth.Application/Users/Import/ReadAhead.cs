using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Auth.Application.Users.Import;

/// <summary>Reads and converts rows on one thread while another thread stores the previous ones.</summary>
internal static class ReadAhead
{
    /// <summary>Returns the items of a sequence in their order. An exception of the sequence follows the items before it.</summary>
    /// <param name="source">The sequence. It is not used any more when the result ends or is disposed.</param>
    /// <param name="capacity">The number of items that wait.</param>
    public static async IAsyncEnumerable<T> Of<T>(
        IAsyncEnumerable<T> source, int capacity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var items = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(source, items.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var item in items.Reader.ReadAllAsync(cancellationToken))
                yield return item;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> source, ChannelWriter<T> items, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in source.WithCancellation(cancellationToken))
                await items.WriteAsync(item, cancellationToken);
            items.Complete();
        }
        catch (Exception exception)
        {
            // The reader of the items throws it.
            items.Complete(exception);
        }
    }
}
