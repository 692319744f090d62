using System.Text;
using Auth.Application;
using Auth.Application.Mail;
using Auth.Infrastructure.Mail;

namespace Auth.Tests.Unit.Mail;

public sealed class TemplateFolderTests : IDisposable
{
    private const int Kibibyte = 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("auth-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [TestCase(null)]
    [TestCase("")]
    public void Without_a_folder_the_built_in_texts_are_used(string? folder) =>
        Assert.That(TextOf(TemplateFolder.Read(new EmailOptions { TemplateFolder = folder })), Is.EqualTo("built-in"));

    [Test]
    public void A_file_is_read_as_UTF8_with_or_without_a_byte_order_mark([Values] bool withMark)
    {
        File.WriteAllText(PathOf("reset.txt"), "Grüße: {{token}}", new UTF8Encoding(withMark));

        Assert.That(TextOf(Read()), Is.EqualTo("Grüße: t"));
    }

    [Test]
    public void A_file_of_64_KiB_is_accepted()
    {
        File.WriteAllText(PathOf("reset.txt"), "{{token}}".PadRight(64 * Kibibyte));

        Assert.That(TextOf(Read()), Does.StartWith("t "));
    }

    [Test]
    public void A_longer_file_is_refused()
    {
        File.WriteAllText(PathOf("reset.txt"), "{{token}}".PadRight((64 * Kibibyte) + 1));

        IsRefused("the file reset.txt is longer than 64 KiB.");
    }

    [Test]
    public void An_endless_file_is_refused()
    {
        if (OperatingSystem.IsWindows())
            Assert.Ignore("Windows has no /dev/zero.");
        File.CreateSymbolicLink(PathOf("reset.txt"), "/dev/zero");

        IsRefused("the file reset.txt is longer than 64 KiB.");
    }

    [TestCase(new byte[] { 0xFF, 0xFE, 0x41, 0x00 })]
    [TestCase(new byte[] { 0x47, 0x72, 0xFC, 0xDF })]
    [TestCase(new byte[] { 0xC3 })]
    public void A_file_in_another_encoding_is_refused(byte[] content)
    {
        File.WriteAllBytes(PathOf("reset.txt"), content);

        IsRefused("the file reset.txt is not valid UTF-8.");
    }

    [Test]
    public void An_unreadable_file_is_refused()
    {
        File.CreateSymbolicLink(PathOf("reset.txt"), PathOf("nowhere"));

        IsRefused("the file reset.txt cannot be read: ");
    }

    [Test]
    public void An_unknown_file_is_refused()
    {
        File.WriteAllText(PathOf("notes.txt"), "");

        IsRefused("the file notes.txt has an unknown name.");
    }

    // Kubernetes mounts a folder of files as symbolic links into a folder ..data.
    [Test]
    public void Folders_and_hidden_files_are_ignored()
    {
        Directory.CreateDirectory(PathOf("drafts"));
        Directory.CreateDirectory(PathOf("..2026_11_24"));
        File.CreateSymbolicLink(PathOf("..data"), PathOf("..2026_11_24"));
        File.WriteAllText(PathOf("..data/reset.txt"), "mounted {{token}}");
        File.CreateSymbolicLink(PathOf("reset.txt"), "..data/reset.txt");
        File.WriteAllText(PathOf(".reset.txt.swp"), "");

        Assert.That(TextOf(Read()), Is.EqualTo("mounted t"));
    }

    [Test]
    public void A_missing_folder_is_refused() => Assert.That(
        () => TemplateFolder.Read(new EmailOptions { TemplateFolder = PathOf("nowhere") }),
        Throws.TypeOf<StartupException>().With.Message.StartsWith("Auth:Email:TemplateFolder names a folder that cannot be read: "));

    private static string TextOf(CustomTemplates templates) => templates.Apply(
        new EmailMessage("somebody@example.com", "", "built-in", ""),
        MailTemplateKind.Reset,
        new Dictionary<string, string> { ["token"] = "t" }).Text;

    private void IsRefused(string problem) => Assert.That(
        () => Read(), Throws.TypeOf<StartupException>().With.Message.StartsWith($"Auth:Email:TemplateFolder: {problem}"));

    private CustomTemplates Read() => TemplateFolder.Read(new EmailOptions { TemplateFolder = _folder.FullName });

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);
}
