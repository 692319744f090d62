using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Auth.Tests.Integration.Persistence;

namespace Auth.Tests.Integration;

/// <summary>What the program writes to standard output in Production.</summary>
public sealed class LogFormatTests : IDisposable
{
    private readonly SqliteFile _file = new();

    public void Dispose() => _file.Dispose();

    [Test]
    public async Task Each_line_is_JSON_with_a_time_in_UTC_and_the_number_and_the_values_of_its_event()
    {
        await using var program = await RunningProgram.StartAsync(
            _file.Folder,
            ("Auth__Jwt__Secret", AuthServer.Secret),
            ("Auth__Passwords__WorkFactor", "4"),
            ("Auth__Database__ConnectionString", _file.ConnectionString),
            ("Auth__Database__MigrateOnStart", "true"));
        var email = AuthServer.NewEmail();

        using var registered = await program.Client.PostAsJsonAsync(
            "/api/auth/register", new { email, password = AuthServer.Password });
        var lines = (await program.ReadUntilAsync("user_registered")).Select(line => JsonElement.Parse(line)).ToList();

        var line = lines[^1];
        var time = line.GetProperty("Timestamp").GetString()!;
        Assert.Multiple(async () =>
        {
            Assert.That(
                DateTimeOffset.TryParseExact(
                    time, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _));
            Assert.That(line.GetProperty("EventId").GetInt32(), Is.EqualTo(1101));
            Assert.That(
                line.GetProperty("State").GetProperty("UserId").GetString(),
                Is.EqualTo((await registered.JsonAsync()).GetProperty("id").GetString()));
            Assert.That(line.GetProperty("State").GetProperty("IpAddress").GetString(), Is.EqualTo("127.0.0.1"));
        });
    }
}
