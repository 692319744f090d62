using Auth.Application.Background;
using Auth.Application.Users;
using Auth.Domain.Users;

namespace Auth.Application.Email;

/// <summary>Has users told by mail that their address or password was changed, in case it was not they who did it.</summary>
internal sealed class ChangeNotifier(WorkQueue<EmailMessage> notices, TimeProvider time) : IUserEvents
{
    public Task AfterUpdateAsync(User user, User before, UserChanges changes, CancellationToken cancellationToken)
    {
        var changesEmail = user.Email != before.Email;
        var changesPassword = user.HashedPassword != before.HashedPassword;
        if (changesEmail || changesPassword)
        {
            // Whoever took an account over changes both at once: its owner reads at the old address.
            foreach (var address in new[] { before.Email, user.Email }.Distinct())
                notices.Enqueue(NoticeTemplates.Changed(address, changesEmail, changesPassword, time.GetUtcNow()));
        }

        return Task.CompletedTask;
    }

    public Task AfterResetPasswordAsync(User user, CancellationToken cancellationToken)
    {
        notices.Enqueue(NoticeTemplates.Changed(user.Email, changesEmail: false, changesPassword: true, time.GetUtcNow()));
        return Task.CompletedTask;
    }
}
