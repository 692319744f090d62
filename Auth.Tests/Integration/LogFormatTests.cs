using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Auth.Tests.Integration;

/// <summary>The standard output of the program in Production.</summary>
public sealed class LogFormatTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Test]
    public async Task Each_line_is_JSON_with_a_UTC_timestamp_an_event_id_and_the_event_values()
    {
        await using var program = await RunningProgram.StartAsync(_folder.FullName);
        var email = AuthServer.NewEmail();

        using var registered = await program.Client.PostAsJsonAsync(
            "/api/auth/register", new { email, password = AuthServer.Password });
        await program.LineWithAsync("user_registered");
        var line = program.Lines.Select(text => JsonElement.Parse(text))
            .Single(one => one.GetProperty("EventId").GetInt32() == 1101);

        var time = line.GetProperty("Timestamp").GetString()!;
        Assert.Multiple(async () =>
        {
            Assert.That(
                DateTimeOffset.TryParseExact(
                    time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));
            Assert.That(
                line.GetProperty("State").GetProperty("UserId").GetString(),
                Is.EqualTo((await registered.JsonAsync()).GetProperty("id").GetString()));
            Assert.That(line.GetProperty("State").GetProperty("IpAddress").GetString(), Is.EqualTo("127.0.0.1"));
        });
    }
}
