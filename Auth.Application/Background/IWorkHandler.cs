namespace Auth.Application.Background;

/// <summary>Does what waits in a <see cref="WorkQueue{T}"/>, and tells of what is not done.</summary>
/// <typeparam name="T">What there is to do.</typeparam>
public interface IWorkHandler<in T>
{
    /// <summary>What the queue is called where its length is told.</summary>
    string QueueName { get; }

    /// <summary>Does one item. What it throws goes to <see cref="Failed"/>, and ends nothing else.</summary>
    Task HandleAsync(T item, CancellationToken cancellationToken);

    /// <summary>Tells of an item that did not get into the queue.</summary>
    /// <param name="item">The item.</param>
    /// <param name="capacity">How many may wait.</param>
    void Dropped(T item, int capacity);

    /// <summary>Tells of an item that was not done, and will not be tried again.</summary>
    void Failed(T item, Exception exception);
}
