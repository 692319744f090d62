using Auth.Application.Mail;
using Auth.Domain.Events;
using Auth.Domain.Mail;
using Auth.Domain.Users;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth.Tests.Unit.Mail;

public sealed class MailListenerTests
{
    private const string Old = "user@example.com";
    private const string New = "eve@example.com";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 23, 5, 0, TimeSpan.Zero);

    private readonly Mock<IMailOutbox> _outbox = new();
    private readonly List<OutboxMail> _mails = [];

    public MailListenerTests()
    {
        _outbox.Setup(outbox => outbox.Add(It.IsAny<OutboxMail>())).Callback(_mails.Add);
        _outbox.Setup(outbox => outbox.TryStartCooldownAsync(
                It.IsAny<byte[]>(), It.IsAny<DateTimeOffset>(), It.IsAny<TimeSpan>(), It.IsAny<TimeSpan>(),
                It.IsAny<CancellationToken>()))
            .ReturnsAsync(true);
    }

    [TestCase(true, true, true)]
    [TestCase(true, false, false)]
    [TestCase(false, true, false)]
    public async Task An_address_change_notifies_the_old_address_and_is_recoverable_if_verified_and_made_by_the_user(
        bool byUser, bool verified, bool isRecoverable)
    {
        var (user, before) = Change(user => user.ChangeEmail(SomeUser.Address(New)), verified);

        await HandleAsync(new EmailChanged(user, before, byUser));

        Assert.That(Stored(), Is.EqualTo(new[] { (Old, new AccountChange(Email: true, Password: false, Now, isRecoverable)) }));
    }

    [Test]
    public async Task A_password_change_notifies_the_owner()
    {
        var (user, before) = Change(user => user.ChangePassword("another hash", Now));

        await HandleAsync(new PasswordChanged(user, before));

        Assert.That(Stored(), Is.EqualTo(new[] { (Old, new AccountChange(false, Password: true, Now, false)) }));
    }

    [Test]
    public async Task A_change_of_address_and_password_sends_one_notice()
    {
        var (user, before) = Change(user =>
        {
            user.ChangeEmail(SomeUser.Address(New));
            user.ChangePassword("another hash", Now);
        });

        await HandleAsync(new PasswordChanged(user, before), new EmailChanged(user, before, ByUser: true));

        Assert.That(Stored(), Is.EqualTo(new[] { (Old, new AccountChange(true, true, Now, true)) }));
    }

    [Test]
    public async Task A_reset_and_a_recovery_notify_the_owner_without_a_token()
    {
        var user = SomeUser.Create(verified: true);

        await HandleAsync(new PasswordReset(user), new EmailRecovered(user, user));

        Assert.That(
            Stored(),
            Is.EqualTo(new[]
            {
                (Old, new AccountChange(false, true, Now, false)), (Old, new AccountChange(true, true, Now, false)),
            }));
    }

    [Test]
    public async Task Other_events_send_no_notice()
    {
        var user = SomeUser.Create();

        await HandleAsync(new UserUpdated(user, user), new UserVerified(user), new UserDeleted(user));

        Assert.That(_mails, Is.Empty);
    }

    [TestCase(true, true)]
    [TestCase(false, false)]
    public async Task Only_a_verified_address_is_notified_during_a_cooldown(bool verified, bool notified)
    {
        _outbox.Setup(outbox => outbox.TryStartCooldownAsync(
                It.IsAny<byte[]>(), It.IsAny<DateTimeOffset>(), It.IsAny<TimeSpan>(), It.IsAny<TimeSpan>(),
                It.IsAny<CancellationToken>()))
            .ReturnsAsync(false);

        await HandleAsync(new PasswordReset(SomeUser.Create(verified: verified)));

        Assert.That(_mails, Has.Count.EqualTo(notified ? 1 : 0));
    }

    [Test]
    public async Task A_notice_has_priority_over_other_mail()
    {
        await HandleAsync(new PasswordReset(SomeUser.Create()));

        Assert.That(_mails.Single().IsNotice);
    }

    private static (User User, User Before) Change(Action<User> change, bool verified = true)
    {
        var user = SomeUser.Create(verified: verified);
        var before = user.Copy();
        change(user);
        return (user, before);
    }

    private async Task HandleAsync(params AccountEvent[] events)
    {
        var time = new FakeTimeProvider(Now);
        using var signal = new MailSignal();
        var listener = new MailListener(_outbox.Object, new MailCooldowns(_outbox.Object, Settings.Create(), time), signal, time);
        foreach (var happened in events)
            await listener.HandleAsync(happened, default);
    }

    private IEnumerable<(string, AccountChange)> Stored() => _mails.Select(mail =>
        (mail.Recipient, System.Text.Json.JsonSerializer.Deserialize<AccountChange>(mail.Data!)!));
}
