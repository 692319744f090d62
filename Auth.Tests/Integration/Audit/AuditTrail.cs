using System.Text.Json;
using Auth.Domain.Audit;
using Auth.Domain.Users;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration.Audit;

/// <summary>Reads the audit trail of a server.</summary>
internal static class AuditTrail
{
    /// <summary>Returns the audit events of a user, oldest first, without the registration that the test caused.</summary>
    public static async Task<IReadOnlyList<AuditEvent>> TrailOfAsync(this AuthServer server, Guid? userId)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var events = await scope.ServiceProvider.GetRequiredService<IAuditRepository>()
            .ListAsync(new AuditFilter(userId, null), before: null, limit: 100, default);
        return [.. events.Where(happened => happened.Name != "user_registered").Reverse()];
    }

    /// <summary>
    /// Returns the names and details of a user's audit events, such as <c>login_failed LOGIN_BAD_CREDENTIALS</c>.
    /// </summary>
    public static async Task<string[]> TrailNamesAsync(this AuthServer server, User user) =>
        [.. (await server.TrailOfAsync(user.Id)).Select(happened => $"{happened.Name} {happened.Detail}".TrimEnd())];

    /// <summary>Requests the audit trail as a superuser.</summary>
    public static async Task<HttpResponseMessage> ListAuditAsync(this AuthServer server, string query)
    {
        var token = await server.TokenOfAsync(await server.CreateUserAsync(superuser: true));
        return await server.SendAsync(HttpMethod.Get, $"/api/audit{query}", token);
    }

    /// <summary>Returns a page of the audit trail, requested by a superuser.</summary>
    public static async Task<JsonElement> AuditPageAsync(this AuthServer server, string query)
    {
        using var answer = await server.ListAuditAsync(query);
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
        return await answer.JsonAsync();
    }
}
