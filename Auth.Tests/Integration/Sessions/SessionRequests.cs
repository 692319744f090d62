using Auth.Domain.Sessions;
using Auth.Domain.Users;
using Auth.Infrastructure.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Integration.Sessions;

/// <summary>Session requests of clients, and the stored sessions.</summary>
internal static class SessionRequests
{
    public const string BadToken = "400 REFRESH_BAD_TOKEN";

    /// <summary>Returns a clock that stands still until the test advances it.</summary>
    public static FakeTimeProvider NewClock() => new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Starts a server with the given clock.</summary>
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

    /// <summary>Logs in a user with <see cref="AuthServer.Password"/>.</summary>
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

    /// <summary>Sends a refresh request.</summary>
    public static Task<HttpResponseMessage> SendRefreshAsync(this AuthServer server, string refreshToken) =>
        server.SendFormAsync("/api/token/refresh", ("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    /// <summary>Exchanges a valid refresh token for new tokens.</summary>
    public static async Task<Tokens> RefreshAsync(this AuthServer server, string refreshToken)
    {
        using var answer = await server.SendRefreshAsync(refreshToken);
        return await Tokens.ReadAsync(answer);
    }

    /// <summary>Sends a refresh request, and returns its result as <see cref="Answer.SummaryAsync"/> does.</summary>
    public static async Task<string> TryRefreshAsync(this AuthServer server, string refreshToken)
    {
        using var answer = await server.SendRefreshAsync(refreshToken);
        return await answer.SummaryAsync();
    }

    /// <summary>Revokes a token, and returns the result.</summary>
    public static async Task<string> RevokeAsync(this AuthServer server, string token)
    {
        using var answer = await server.SendFormAsync("/api/token/revoke", ("token", token));
        return await answer.SummaryAsync();
    }

    /// <summary>Sends a request with an access token, and returns the status.</summary>
    public static async Task<int> StatusAsync(
        this AuthServer server, HttpMethod method, string path, string? token = null, object? json = null)
    {
        using var answer = await server.SendAsync(method, path, token, json);
        return (int)answer.StatusCode;
    }

    /// <summary>Returns the status of <c>GET /api/users/me</c> for an access token.</summary>
    public static Task<int> StatusOfMeAsync(this AuthServer server, string accessToken) =>
        server.StatusAsync(HttpMethod.Get, "/api/users/me", accessToken);

    /// <summary>
    /// Whether both tokens of a session are valid. Consumes the refresh token. Fails the test if only one is valid.
    /// </summary>
    public static async Task<bool> IsOpenAsync(this AuthServer server, Tokens tokens)
    {
        var answers = (await server.StatusOfMeAsync(tokens.Access), await server.TryRefreshAsync(tokens.Refresh));
        Assert.That(answers, Is.AnyOf((200, "200"), (401, BadToken)));
        return answers.Item1 == 200;
    }

    /// <summary>Returns the stored sessions of a user, including ended ones.</summary>
    public static async Task<IReadOnlyList<Session>> SessionsOfAsync(this AuthServer server, User user)
    {
        await using var scope = server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Sessions.AsNoTracking()
            .Where(session => session.UserId == user.Id).OrderBy(session => session.Id).ToListAsync();
    }

    /// <summary>Returns the stored refresh tokens of a user, including used ones.</summary>
    public static async Task<IReadOnlyList<RefreshToken>> RefreshTokensOfAsync(this AuthServer server, User user)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        return await database.RefreshTokens.AsNoTracking()
            .Where(token => database.Sessions.Any(session => session.Id == token.SessionId && session.UserId == user.Id))
            .ToListAsync();
    }
}
