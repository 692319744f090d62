using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Sessions;

/// <summary>What clients do with sessions, and what is stored of them.</summary>
internal static class SessionRequests
{
    public const string BadToken = "400 REFRESH_BAD_TOKEN";

    /// <summary>A clock for a server whose time stands still until a test moves it.</summary>
    public static FakeTimeProvider NewClock() => new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Starts a server with a clock.</summary>
    public static Task<AuthServer> StartServerAsync(
        DatabaseEngine engine, FakeTimeProvider clock, params (string Name, int Value)[] settings) =>
        AuthServer.StartAsync(
            engine,
            settings.ToDictionary(setting => setting.Name, setting => $"{setting.Value}"),
            services => services.AddSingleton<TimeProvider>(clock));

    /// <summary>Posts a form.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(
        this AuthServer server, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await server.Client.PostAsync(path, form);
    }

    /// <summary>Logs a user in who has <see cref="AuthServer.Password"/>.</summary>
    public static async Task<Tokens> LogInAsync(this AuthServer server, User user, string? userAgent = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/token/login")
        {
            Content = new FormUrlEncodedContent(
                new Dictionary<string, string> { ["username"] = user.Email, ["password"] = AuthServer.Password }),
        };
        if (userAgent is not null)
            request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
        using var answer = await server.Client.SendAsync(request);
        return await Tokens.ReadAsync(answer);
    }

    /// <summary>Uses a refresh token.</summary>
    public static Task<HttpResponseMessage> SendRefreshAsync(this AuthServer server, string refreshToken) =>
        server.SendFormAsync("/api/token/refresh", ("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    /// <summary>Uses a refresh token that must be good.</summary>
    public static async Task<Tokens> RefreshAsync(this AuthServer server, string refreshToken)
    {
        using var answer = await server.SendRefreshAsync(refreshToken);
        return await Tokens.ReadAsync(answer);
    }

    /// <summary>Uses a refresh token, and tells how that was answered, as <see cref="Answer.SummaryAsync"/> does.</summary>
    public static async Task<string> TryRefreshAsync(this AuthServer server, string refreshToken)
    {
        using var answer = await server.SendRefreshAsync(refreshToken);
        return await answer.SummaryAsync();
    }

    /// <summary>Revokes a token, and tells how that was answered.</summary>
    public static async Task<string> RevokeAsync(this AuthServer server, string token)
    {
        using var answer = await server.SendFormAsync("/api/token/revoke", ("token", token));
        return await answer.SummaryAsync();
    }

    /// <summary>Sends a request with an access token, and tells its status.</summary>
    public static async Task<int> StatusAsync(
        this AuthServer server, HttpMethod method, string path, string? token = null, object? json = null)
    {
        using var answer = await server.SendAsync(method, path, token, json);
        return (int)answer.StatusCode;
    }

    /// <summary>The status with which an access token is answered.</summary>
    public static Task<int> StatusOfMeAsync(this AuthServer server, string accessToken) =>
        server.StatusAsync(HttpMethod.Get, "/api/users/me", accessToken);

    /// <summary>
    /// Whether both of a session's tokens are good; one without the other fails the test. It uses the second up.
    /// </summary>
    public static async Task<bool> IsOpenAsync(this AuthServer server, Tokens tokens)
    {
        var answers = (await server.StatusOfMeAsync(tokens.Access), await server.TryRefreshAsync(tokens.Refresh));
        Assert.That(answers, Is.AnyOf((200, "200"), (401, BadToken)));
        return answers.Item1 == 200;
    }

    /// <summary>The stored sessions of a user, the ended ones too.</summary>
    public static async Task<IReadOnlyList<Session>> SessionsOfAsync(this AuthServer server, User user)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Sessions.AsNoTracking()
            .Where(session => session.UserId == user.Id).OrderBy(session => session.Id).ToListAsync();
    }

    /// <summary>The stored refresh tokens of a user, the used ones too.</summary>
    public static async Task<IReadOnlyList<RefreshToken>> RefreshTokensOfAsync(this AuthServer server, User user)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        return await database.RefreshTokens.AsNoTracking()
            .Where(token => database.Sessions.Any(session => session.Id == token.SessionId && session.UserId == user.Id))
            .ToListAsync();
    }
}
