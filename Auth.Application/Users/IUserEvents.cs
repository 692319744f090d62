using Auth.Domain.Sessions;
using Auth.Domain.Users;

namespace Auth.Application.Users;

/// <summary>
/// What happens to users, for those who build on it: register any number of implementations with the container, and each is
/// told, one after the other, in the order of their registration. Implement the moments of interest; the others do nothing.
/// </summary>
/// <remarks>
/// An implementation is told after the change is stored and before the client is answered. One that throws is logged and
/// changes nothing else, except in <see cref="BeforeDeleteAsync"/>. The users that are handed in are detached.
/// </remarks>
public interface IUserEvents
{
    /// <summary>A user registered.</summary>
    Task AfterRegisterAsync(User user, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A user was changed, by themselves or by a superuser.</summary>
    /// <param name="user">The user as stored now.</param>
    /// <param name="before">The user as stored until now, with the address that may be another by now.</param>
    /// <param name="changes">What was asked for, without the password's text; some of it may have been so before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task AfterUpdateAsync(User user, User before, UserChanges changes, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A user logged in; the token is issued next.</summary>
    Task AfterLoginAsync(User user, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A session was opened for a user who logged in; its tokens are answered next.</summary>
    Task AfterSessionOpenedAsync(User user, Session session, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A login was refused.</summary>
    /// <param name="user">Whose address was given; null when it is nobody's.</param>
    /// <param name="refusal">What the client is told.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task AfterFailedLoginAsync(User? user, AuthError refusal, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A user asked to verify their address.</summary>
    /// <param name="user">Who asked.</param>
    /// <param name="token">The token that proves it: to be sent to the user's stored address, and nowhere else.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task AfterRequestVerifyAsync(User user, string token, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A user verified their address.</summary>
    Task AfterVerifyAsync(User user, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A user forgot their password.</summary>
    /// <param name="user">Who asked.</param>
    /// <param name="token">The token that resets it: to be sent to the user's stored address, and nowhere else.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task AfterForgotPasswordAsync(User user, string token, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A user reset their password.</summary>
    Task AfterResetPasswordAsync(User user, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A refresh token came again after its grace, so that it is in two hands; the session is ended.</summary>
    Task AfterRefreshTokenTheftAsync(User user, Session session, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// A session was ended: by logout, by one of its tokens, by its user or a superuser. That sessions end with a change of
    /// the password or of the right to log in, or with their user, is told by those events alone.
    /// </summary>
    Task AfterSessionEndedAsync(Guid userId, Guid sessionId, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sessions of a user were ended together, by themselves from another session or by a superuser.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="count">How many; one at least.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task AfterSessionsEndedAsync(Guid userId, int count, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// A user is about to be deleted. An exception thrown here keeps the user, and answers the request with a 500.
    /// </summary>
    Task BeforeDeleteAsync(User user, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A user was deleted.</summary>
    Task AfterDeleteAsync(User user, CancellationToken cancellationToken) => Task.CompletedTask;
}
