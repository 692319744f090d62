using Auth.Application.Users;
using Auth.Domain.Users;
using Auth.Tests.Unit.Email;
using Moq;

namespace Auth.Tests.Unit.Users;

public sealed class UserEventPublisherTests
{
    private readonly User _user = SomeUser.Create();
    private readonly Mock<IUserEvents> _failing = new();
    private readonly RecordedEvents _next = new();
    private readonly RecordedLog<UserEventPublisher> _log = new();

    public UserEventPublisherTests()
    {
        _failing.Setup(listener => listener.AfterLoginAsync(_user, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("The listener is broken."));
        _failing.Setup(listener => listener.BeforeDeleteAsync(_user, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new InvalidOperationException("The user must stay."));
    }

    private UserEventPublisher Publisher => new([_failing.Object, _next], _log);

    [Test]
    public async Task A_listener_that_throws_does_not_keep_the_next_from_being_told()
    {
        await Publisher.PublishAsync((listener, token) => listener.AfterLoginAsync(_user, token));

        Assert.That(_next.Told, Is.EqualTo(["login: user@example.com"]));
    }

    [Test]
    public async Task A_listener_that_throws_is_logged_with_its_name_and_without_the_user()
    {
        await Publisher.PublishAsync((listener, token) => listener.AfterLoginAsync(_user, token));

        Assert.That(
            _log.Lines.Single(),
            Does.StartWith("Error: ").And.Contain(_failing.Object.GetType().FullName).And.Contain("The listener is broken.")
                .And.Not.Contain("user@example.com"));
    }

    [Test]
    public async Task A_listener_that_throws_before_it_awaits_is_no_different()
    {
        await Publisher.PublishAsync((listener, _) =>
            listener == _failing.Object ? throw new InvalidOperationException() : listener.AfterLoginAsync(_user, default));

        Assert.That(_next.Told, Is.EqualTo(["login: user@example.com"]));
    }

    [Test]
    public async Task What_has_happened_is_told_to_the_end()
    {
        var token = new CancellationToken(canceled: true);

        await new UserEventPublisher([_next], _log).PublishAsync((_, given) =>
        {
            token = given;
            return Task.CompletedTask;
        });

        Assert.That(token.CanBeCanceled, Is.False);
    }

    [Test]
    public void A_listener_that_throws_before_a_moment_stops_it_for_all()
    {
        Assert.That(
            () => Publisher.PublishBeforeAsync(listener => listener.BeforeDeleteAsync(_user, default)),
            Throws.InvalidOperationException);
        Assert.That(_next.Told, Is.Empty);
    }
}
