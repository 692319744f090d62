using Auth.Application;
using Auth.Application.Mail;
using Auth.Infrastructure.Mail;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace Auth.Tests.Unit.Mail;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class PickupFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("auth-tests-").FullName;
    private readonly FakeTimeProvider _time = new(new(2026, 3, 1, 12, 30, 0, TimeSpan.Zero));

    private string Folder => Path.Combine(_root, "data", "mail");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Test]
    public async Task A_message_is_written_as_a_single_file()
    {
        await SendAsync();

        Assert.That(Directory.GetFileSystemEntries(Folder), Has.Length.EqualTo(1).And.All.EndsWith(".eml"));
    }

    [Test]
    public async Task A_file_contains_the_message()
    {
        await SendAsync(text: "the text");

        Assert.That((await MimeMessage.LoadAsync(Files().Single())).TextBody?.TrimEnd(), Is.EqualTo("the text"));
    }

    [Test]
    public async Task An_international_address_is_written_as_it_is_stored()
    {
        await SendAsync(to: "jürgen@bücher.example");

        Assert.That(await File.ReadAllTextAsync(Files().Single()), Does.Contain("\r\nTo: jürgen@bücher.example\r\n"));
    }

    [Test]
    public async Task File_names_sort_by_time()
    {
        foreach (var text in (string[])["first", "second", "third"])
        {
            await SendAsync(text: text);
            _time.Advance(TimeSpan.FromTicks(1));
        }

        var texts = Files().Order(StringComparer.Ordinal).Select(file => MimeMessage.Load(file).TextBody?.TrimEnd());
        Assert.That(texts, Is.EqualTo(["first", "second", "third"]));
    }

    [Test]
    public async Task Simultaneous_messages_are_written_to_separate_files()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync()));

        Assert.That(Files(), Has.Length.EqualTo(20));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no permission bits.")]
    public async Task The_folder_is_accessible_only_to_its_owner()
    {
        await SendAsync();

        Assert.That(
            Mode(Folder), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "Windows has no permission bits.")]
    public async Task A_file_is_accessible_only_to_its_owner()
    {
        await SendAsync();

        Assert.That(Mode(Files().Single()), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Test]
    public void A_folder_that_is_not_writable_fails_the_delivery()
    {
        File.WriteAllText(Path.Combine(_root, "data"), "a file where the folder should be");

        Assert.That(
            () => SendAsync(), Throws.TypeOf<EmailDeliveryException>().With.Message.Contains("Auth:Email:PickupFolder"));
    }

    [Test]
    public async Task A_cancelled_message_leaves_no_file()
    {
        Directory.CreateDirectory(Folder);

        await Assert.ThatAsync(() => SendAsync(stopped: true), Throws.InstanceOf<OperationCanceledException>());

        Assert.That(Directory.GetFileSystemEntries(Folder), Is.Empty);
    }

    // The analyzer does not recognize the Platform attribute.
    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private string[] Files() => Directory.GetFiles(Folder, "*.eml");

    private Task SendAsync(string to = "somebody@example.com", string text = "text", bool stopped = false)
    {
        var options = Options.Create(new AuthOptions { Email = new() { PickupFolder = Folder } });
        return new PickupFolderMailSender(options, _time).SendAsync(new(to, "Subject", text, "<p>HTML</p>"), new(stopped));
    }
}
