using Auth.Application.Users;
using Auth.Domain.Users;
using Auth.Tests.Integration.Sessions;
using Auth.Tests.Unit.Passwords;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Failures;

/// <summary>A request that changes stored data.</summary>
/// <param name="Name">The name of the test case.</param>
/// <param name="PrepareAsync">Creates a user with the data that the request needs, and returns the request.</param>
internal sealed record UseCase(
    string Name, Func<AuthServer, FakeTimeProvider, Task<Func<Task<HttpResponseMessage>>>> PrepareAsync)
{
    private const string NewPassword = "another-horse-9";

    /// <summary>A hash of <see cref="AuthServer.Password"/> with an older revision.</summary>
    private static readonly string OldHash = $"$2a${BCrypt.HashPassword(AuthServer.Password, 4)[4..]}";

    public static IReadOnlyList<UseCase> All { get; } =
    [
        new("register", (server, _) => Task.FromResult(Request(() => server.SendAsync(
            HttpMethod.Post, "/api/auth/register", json: new { email = AuthServer.NewEmail(), password = NewPassword })))),
        new("login from a new network", async (server, _) =>
        {
            var user = await server.CreateUserAsync();
            return () => server.LoginAsync(user.Email, AuthServer.Password);
        }),
        new("login from a known network", async (server, _) =>
        {
            var user = await server.CreateUserAsync();
            await server.LogInAsync(user);
            return () => server.LoginAsync(user.Email, AuthServer.Password);
        }),
        new("login that revokes the oldest session", async (server, _) =>
        {
            var user = await server.CreateUserAsync();
            for (var session = 0; session < 3; session++)
                await server.LogInAsync(user);
            return () => server.LoginAsync(user.Email, AuthServer.Password);
        }),
        new("login with a wrong password", async (server, _) =>
        {
            var user = await server.CreateUserAsync();
            return () => server.LoginAsync(user.Email, "wrong-horse-9");
        }),
        new("login with an unknown address", (server, _) =>
            Task.FromResult(Request(() => server.LoginAsync(AuthServer.NewEmail(), "wrong-horse-9")))),
        new("login that is throttled", async (server, _) =>
        {
            var user = await server.CreateUserAsync();
            for (var failure = 0; failure < 5; failure++)
                (await server.LoginAsync(user.Email, "wrong-horse-9")).Dispose();
            return () => server.LoginAsync(user.Email, "wrong-horse-9");
        }),
        new("login with a rehash", async (server, _) =>
        {
            var user = await server.CreateUserAsync();
            await server.UpdateUserAsync(user, stored => stored.ReplaceHash(OldHash));
            return async () =>
            {
                var login = await server.LoginAsync(user.Email, AuthServer.Password);
                await server.RehashedAsync();
                return login;
            };
        }),
        new("refresh", async (server, _) =>
        {
            var tokens = await server.LogInAsync(await server.CreateUserAsync());
            return () => server.SendRefreshAsync(tokens.Refresh);
        }),
        new("refresh again within the grace period", async (server, _) =>
        {
            var tokens = await server.LogInAsync(await server.CreateUserAsync());
            await server.RefreshAsync(tokens.Refresh);
            return () => server.SendRefreshAsync(tokens.Refresh);
        }),
        new("refresh again after the grace period", async (server, clock) =>
        {
            var tokens = await server.LogInAsync(await server.CreateUserAsync());
            await server.RefreshAsync(tokens.Refresh);
            clock.Advance(TimeSpan.FromMinutes(20));
            return () => server.SendRefreshAsync(tokens.Refresh);
        }),
        new("logout", async (server, _) =>
        {
            var tokens = await server.LogInAsync(await server.CreateUserAsync());
            return () => server.SendAsync(HttpMethod.Post, "/api/token/logout", tokens.Access);
        }),
        new("revoke an access token", async (server, _) =>
        {
            var tokens = await server.LogInAsync(await server.CreateUserAsync());
            return () => server.SendFormAsync("/api/token/revoke", ("token", tokens.Access));
        }),
        new("revoke a refresh token", async (server, _) =>
        {
            var tokens = await server.LogInAsync(await server.CreateUserAsync());
            return () => server.SendFormAsync("/api/token/revoke", ("token", tokens.Refresh));
        }),
        new("change the name of the current user", (server, _) => PatchMeAsync(server, new { name = "Another" })),
        new("change the e-mail address of the current user", (server, _) => PatchMeAsync(
            server, new { email = AuthServer.NewEmail(), current_password = AuthServer.Password })),
        new("change the password of the current user", (server, _) => PatchMeAsync(
            server, new { password = NewPassword, current_password = AuthServer.Password })),
        new("change the e-mail address and password of the current user", (server, _) => PatchMeAsync(
            server, new { email = AuthServer.NewEmail(), password = NewPassword, current_password = AuthServer.Password })),
        new("send a wrong current password", (server, _) => PatchMeAsync(
            server, new { password = NewPassword, current_password = "wrong-horse-9" })),
        new("deactivate a user", async (server, _) =>
        {
            var (superuser, user) = await TwoUsersAsync(server);
            return () => server.SendAsync(HttpMethod.Patch, $"/api/users/{user.Id}", superuser, new { is_active = false });
        }),
        new("delete a user", async (server, _) =>
        {
            var (superuser, user) = await TwoUsersAsync(server);
            return () => server.SendAsync(HttpMethod.Delete, $"/api/users/{user.Id}", superuser);
        }),
        new("revoke the other sessions of the current user", async (server, _) =>
        {
            var user = await server.CreateUserAsync();
            await server.LogInAsync(user);
            var tokens = await server.LogInAsync(user);
            return () => server.SendAsync(HttpMethod.Delete, "/api/users/me/sessions", tokens.Access);
        }),
        new("revoke one session of the current user", async (server, _) =>
        {
            var user = await server.CreateUserAsync();
            var other = await server.LogInAsync(user);
            var tokens = await server.LogInAsync(user);
            return () => server.SendAsync(HttpMethod.Delete, $"/api/users/me/sessions/{other.SessionId}", tokens.Access);
        }),
        new("reset the password", async (server, _) =>
        {
            var user = await server.CreateUserAsync(verified: true);
            await server.LogInAsync(user);
            var token = Issue<PasswordResetter>(server, resetter => resetter.IssueToken(user));
            return () => server.SendAsync(
                HttpMethod.Post, "/api/auth/reset-password", json: new { token, password = NewPassword });
        }),
        new("verify the e-mail address", async (server, _) =>
        {
            var user = await server.CreateUserAsync();
            await server.LogInAsync(user);
            var token = Issue<UserVerifier>(server, verifier => verifier.IssueToken(user));
            return () => server.SendAsync(HttpMethod.Post, "/api/auth/verify", json: new { token });
        }),
        new("recover the e-mail address", async (server, _) =>
        {
            var user = await server.CreateUserAsync(verified: true);
            await server.LogInAsync(user);
            var token = Issue<EmailRecoverer>(server, recoverer => recoverer.IssueToken(user.Id, AuthServer.NewEmail()));
            return () => server.SendAsync(
                HttpMethod.Post, "/api/auth/recover-email", json: new { token, password = NewPassword });
        }),
        new("request a reset token", async (server, _) =>
        {
            var user = await server.CreateUserAsync();
            return () => server.SendAsync(HttpMethod.Post, "/api/auth/forgot-password", json: new { email = user.Email });
        }),
        new("request a verification token", async (server, _) =>
        {
            var user = await server.CreateUserAsync();
            return () => server.SendAsync(HttpMethod.Post, "/api/auth/request-verify-token", json: new { email = user.Email });
        }),
    ];

    private static Func<Task<HttpResponseMessage>> Request(Func<Task<HttpResponseMessage>> request) => request;

    private static string Issue<T>(AuthServer server, Func<T, string> issue)
        where T : notnull
    {
        using var scope = server.Services.CreateScope();
        return issue(scope.ServiceProvider.GetRequiredService<T>());
    }

    private static async Task<Func<Task<HttpResponseMessage>>> PatchMeAsync(AuthServer server, object change)
    {
        var user = await server.CreateUserAsync();
        await server.LogInAsync(user);
        var tokens = await server.LogInAsync(user);

        // A failure counted earlier must not be lost.
        var wrong = new { password = NewPassword, current_password = "wrong-horse-9" };
        (await server.SendAsync(HttpMethod.Patch, "/api/users/me", tokens.Access, wrong)).Dispose();
        return () => server.SendAsync(HttpMethod.Patch, "/api/users/me", tokens.Access, change);
    }

    private static async Task<(string Superuser, User User)> TwoUsersAsync(AuthServer server)
    {
        var superuser = await server.LogInAsync(await server.CreateUserAsync(superuser: true));
        var user = await server.CreateUserAsync();
        await server.LogInAsync(user);
        return (superuser.Access, user);
    }
}
