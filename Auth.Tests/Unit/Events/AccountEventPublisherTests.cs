using Auth.Application.Events;
using Auth.Domain.Events;
using Auth.Tests.Unit.Mail;
using Moq;

namespace Auth.Tests.Unit.Events;

public sealed class AccountEventPublisherTests
{
    private static readonly AccountEvent Happened = new UserVerified(SomeUser.Create());

    private readonly Mock<IAccountEventListener> _failing = new();
    private readonly RecordedEvents _next = new();
    private readonly RecordedLog<AccountEventPublisher> _log = new();

    private AccountEventPublisher Publisher => new([_failing.Object, _next], _log);

    [Test]
    public async Task Listeners_receive_a_committed_event_once_after_the_commit()
    {
        var publisher = Publisher;
        await publisher.PublishAsync(Happened, default);
        var before = _next.All.Count;

        await publisher.CommitAsync();
        await publisher.CommitAsync();

        Assert.That((before, _next.All), Is.EqualTo((0, new[] { Happened })));
    }

    [Test]
    public async Task Listeners_do_not_receive_a_discarded_event_as_committed()
    {
        var publisher = Publisher;
        await publisher.PublishAsync(Happened, default);

        publisher.Discard();
        await publisher.CommitAsync();

        Assert.That(_next.All, Is.Empty);
    }

    [Test]
    public void A_listener_exception_before_the_commit_is_propagated()
    {
        _failing.Setup(listener => listener.HandleAsync(Happened, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("The disk is full."));

        Assert.That(() => Publisher.PublishAsync(Happened, default), Throws.InvalidOperationException);
    }

    [Test]
    public async Task A_listener_exception_after_the_commit_does_not_skip_the_next_listener([Values] bool asynchronously)
    {
        FailAfterCommit(asynchronously);

        await PublishAndCommitAsync();

        Assert.That(_next.All, Is.EqualTo(new[] { Happened }));
    }

    [Test]
    public async Task A_listener_exception_after_the_commit_is_logged_with_its_type_and_without_the_user()
    {
        FailAfterCommit(asynchronously: true);

        await PublishAndCommitAsync();

        Assert.That(
            _log.Lines.Single(),
            Does.StartWith("Error: ").And.Contain(_failing.Object.GetType().FullName).And.Contain("The listener is broken.")
                .And.Contain("user_verified").And.Not.Contain("user@example.com"));
    }

    private void FailAfterCommit(bool asynchronously)
    {
        var failure = new InvalidOperationException("The listener is broken.");
        var setup = _failing.Setup(listener => listener.CommittedAsync(Happened));
        if (asynchronously)
            setup.ThrowsAsync(failure);
        else
            setup.Throws(failure);
    }

    private async Task PublishAndCommitAsync()
    {
        var publisher = Publisher;
        await publisher.PublishAsync(Happened, default);
        await publisher.CommitAsync();
    }
}
