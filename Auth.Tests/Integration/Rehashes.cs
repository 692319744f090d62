using Auth.Application.Login;
using Microsoft.Extensions.DependencyInjection;

namespace Auth.Tests.Integration;

/// <summary>Waits for the replacement of outdated hashes, which follows the response to a login.</summary>
internal static class Rehashes
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task RehashedAsync(this AuthServer server)
    {
        var rehasher = server.Services.GetRequiredService<PasswordRehasher>();
        using var limit = new CancellationTokenSource(Limit);
        while (rehasher.Count > 0)
            await Task.Delay(5, limit.Token);
    }
}
