using System.Diagnostics;
using System.Text.RegularExpressions;
using Auth.Tests.Integration;
using MimeKit;

namespace Auth.Tests.Conformance;

/// <summary>A mail that a server under test wrote to its pickup folder.</summary>
/// <param name="To">The recipient's address.</param>
/// <param name="Token">The token in its text; empty when it has none.</param>
internal sealed partial record PickedUpMail(string To, string Token)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the first mail to an address.</summary>
    public static async Task<PickedUpMail> ToAsync(AuthServer server, string address)
    {
        var waiting = Stopwatch.StartNew();
        while (true)
        {
            if (All(server).FirstOrDefault(mail => mail.To == address) is { } mail)
                return mail;
            Assert.That(waiting.Elapsed, Is.LessThan(Patience), "No mail arrived.");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Returns every mail of a server after all pending mails are sent.</summary>
    public static async Task<IReadOnlyList<PickedUpMail>> LastAsync(AuthServer server)
    {
        await server.SendMailAsync();
        return [.. All(server)];
    }

    private static IEnumerable<PickedUpMail> All(AuthServer server) =>
        Directory.Exists(server.PickupFolder) ? Directory.EnumerateFiles(server.PickupFolder, "*.eml").Select(Read) : [];

    private static PickedUpMail Read(string file)
    {
        using var message = MimeMessage.Load(file);
        return new(message.To.Mailboxes.Single().Address, Pattern().Match(message.TextBody!).Value);
    }

    [GeneratedRegex(@"eyJ[\w-]+\.[\w-]+\.[\w-]+")]
    private static partial Regex Pattern();
}
