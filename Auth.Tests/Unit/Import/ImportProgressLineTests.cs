using Auth.Api.Commands;
using Microsoft.Extensions.Time.Testing;

namespace Auth.Tests.Unit.Import;

public sealed class ImportProgressLineTests
{
    [Test]
    public void A_line_shows_the_rate_and_the_remaining_time() => Assert.That(
        ImportProgressLine.Describe(new("importing users", 250_000, 1_000_000), TimeSpan.FromSeconds(25)),
        Is.EqualTo("importing users: 250,000 of 1,000,000, 10,000 per second, 00:01:15 left"));

    [Test]
    public void Without_a_total_a_line_shows_the_rate_only() => Assert.That(
        ImportProgressLine.Describe(new("checking users", 500, null), TimeSpan.FromSeconds(2)),
        Is.EqualTo("checking users: 500, 250 per second"));

    [Test]
    public void Elsewhere_than_on_a_terminal_a_line_is_written_every_five_seconds()
    {
        var time = new FakeTimeProvider();
        using var output = new StringWriter();
        using var line = new ImportProgressLine(output, isRedirected: true, time);
        for (var row = 1; row <= 10; row++)
        {
            line.Show(new("checking users", row, 100));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(1));
    }
}
