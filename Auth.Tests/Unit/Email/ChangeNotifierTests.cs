using Auth.Application.Background;
using Auth.Application.Email;
using Auth.Application.Users;
using Auth.Domain.Users;
using Auth.Tests.Unit.Telemetry;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Auth.Tests.Unit.Email;

public sealed class ChangeNotifierTests
{
    private const string Old = "ada@example.com";
    private const string New = "eve@example.com";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 23, 5, 0, TimeSpan.Zero);

    private readonly WorkQueue<EmailMessage> _queue = new(Mock.Of<IWorkHandler<EmailMessage>>(), RecordedMetrics.None);

    [Test]
    public async Task Another_address_is_told_to_the_old_and_the_new_one()
    {
        var notices = await AfterUpdateAsync(user => user.ChangeEmail(Address(New)));

        Assert.That(notices.Select(notice => notice.To), Is.EqualTo(new[] { Old, New }));
    }

    [Test]
    public async Task Another_password_is_told_to_its_owner()
    {
        var notices = await AfterUpdateAsync(user => user.ChangePassword("another hash", Now));

        Assert.That(notices.Select(notice => (notice.To, notice.Subject)),
            Is.EqualTo(new[] { (Old, "Your password was changed") }));
    }

    [Test]
    public async Task Another_address_and_password_are_told_in_one_notice_to_each_address()
    {
        var notices = await AfterUpdateAsync(user =>
        {
            user.ChangeEmail(Address(New));
            user.ChangePassword("another hash", Now);
        });

        const string subject = "Your e-mail address and password were changed";
        Assert.That(notices.Select(notice => (notice.To, notice.Subject)), Is.EqualTo(new[] { (Old, subject), (New, subject) }));
    }

    [Test]
    public async Task The_same_address_and_another_name_are_told_to_nobody()
    {
        var notices = await AfterUpdateAsync(user =>
        {
            user.ChangeEmail(Address(Old));
            user.Rename("Ada");
            user.SetVerified(true);
        });

        Assert.That(notices, Is.Empty);
    }

    [Test]
    public async Task A_reset_password_is_told_to_its_owner()
    {
        await Notifier().AfterResetPasswordAsync(SomeUser(), default);

        Assert.That((await QueuedAsync()).Select(notice => (notice.To, notice.Subject)),
            Is.EqualTo(new[] { (Old, "Your password was changed") }));
    }

    [Test]
    public async Task A_notice_tells_when_it_happened()
    {
        var notices = await AfterUpdateAsync(user => user.ChangePassword("another hash", Now));

        Assert.That(notices[0].Text, Does.Contain("Your account's password was changed on 1 March 2026 at 23:05 UTC."));
    }

    private static EmailAddress Address(string text) =>
        EmailAddress.TryParse(text, out var address, out var reason) ? address : throw new ArgumentException(reason);

    private static User SomeUser() => User.Create(Address(Old), "the stored hash");

    private async Task<IReadOnlyList<EmailMessage>> AfterUpdateAsync(Action<User> change)
    {
        var user = SomeUser();
        var before = user.Copy();
        change(user);
        await Notifier().AfterUpdateAsync(user, before, new UserChanges(), default);
        return await QueuedAsync();
    }

    private ChangeNotifier Notifier() => new(_queue, new FakeTimeProvider(Now));

    private async Task<IReadOnlyList<EmailMessage>> QueuedAsync()
    {
        await _queue.StopAsync(default);
        return await _queue.Reader.ReadAllAsync().ToListAsync();
    }
}
