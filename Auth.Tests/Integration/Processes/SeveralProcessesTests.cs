using Auth.Tests.Integration.Persistence;

namespace Auth.Tests.Integration.Processes;

/// <summary>Several processes of the real program over one database.</summary>
public sealed class SeveralProcessesTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Test]
    public async Task Three_that_start_at_once_over_an_empty_file_serve_the_same_users_and_sessions()
    {
        var processes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RunningProgram.StartAsync(
            _file.Folder, ("Auth__Database__ConnectionString", _file.ConnectionString))));
        try
        {
            for (var i = 0; i < processes.Length; i++)
            {
                var (one, other) = (processes[i], processes[(i + 1) % processes.Length]);
                var email = AuthServer.NewEmail();
                await one.RegisterAsync(email);
                var token = await one.TokenAsync(email);

                var before = await other.StatusAsync("/api/users/me", token);
                using var logout = await one.SendAsync(HttpMethod.Post, "/api/token/logout", token);
                var after = await other.StatusAsync("/api/users/me", token);

                Assert.That((before, (int)logout.StatusCode, after), Is.EqualTo((200, 204, 401)));
            }
        }
        finally
        {
            foreach (var process in processes)
                await process.DisposeAsync();
        }
    }
}
