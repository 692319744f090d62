
namespace Auth.Tests.Integration.Processes;

/// <summary>Several processes of the real program on one database.</summary>
[OnEachDatabase]
public sealed class SeveralProcessesTests(DatabaseEngine engine) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task Three_processes_started_at_once_on_an_empty_database_share_users_and_sessions()
    {
        var database = await TestDatabase.NameAsync(engine, _folder.FullName);
        var processes = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RunningProgram.StartAsync(
            _folder.FullName, database.Settings)));
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
