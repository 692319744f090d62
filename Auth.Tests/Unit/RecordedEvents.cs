using Auth.Application;
using Auth.Application.Users;
using Auth.Domain.Users;
using Microsoft.Extensions.Logging.Abstractions;

namespace Auth.Tests.Unit;

/// <summary>Keeps what a listener is told.</summary>
internal sealed class RecordedEvents : IUserEvents
{
    private readonly List<string> _told = [];

    /// <summary>What was told, in order: the moment's name, the user's address, and what came with it.</summary>
    public IReadOnlyList<string> Told => _told;

    /// <summary>The token that came last.</summary>
    public string? Token { get; private set; }

    /// <summary>A publisher that tells this listener alone.</summary>
    public UserEventPublisher Publisher => new([this], NullLogger<UserEventPublisher>.Instance);

    public Task AfterRegisterAsync(User user, CancellationToken cancellationToken) => Keep("register", user);

    public Task AfterUpdateAsync(User user, User before, UserChanges changes, CancellationToken cancellationToken) =>
        Keep("update", user, changes.ChangesPassword ? "another password" : "no password");

    public Task AfterLoginAsync(User user, CancellationToken cancellationToken) => Keep("login", user);

    public Task AfterFailedLoginAsync(User? user, AuthError refusal, CancellationToken cancellationToken) =>
        Keep("failed login", user, refusal.Code);

    public Task AfterRequestVerifyAsync(User user, string token, CancellationToken cancellationToken)
    {
        Token = token;
        return Keep("request verify", user);
    }

    public Task AfterVerifyAsync(User user, CancellationToken cancellationToken) => Keep("verify", user);

    public Task AfterForgotPasswordAsync(User user, string token, CancellationToken cancellationToken)
    {
        Token = token;
        return Keep("forgot password", user);
    }

    public Task AfterResetPasswordAsync(User user, CancellationToken cancellationToken) => Keep("reset password", user);

    public Task BeforeDeleteAsync(User user, CancellationToken cancellationToken) => Keep("before delete", user);

    public Task AfterDeleteAsync(User user, CancellationToken cancellationToken) => Keep("after delete", user);

    private Task Keep(string moment, User? user, string? more = null)
    {
        _told.Add(string.Join(": ", new[] { moment, user?.Email ?? "nobody", more }.OfType<string>()));
        return Task.CompletedTask;
    }
}
