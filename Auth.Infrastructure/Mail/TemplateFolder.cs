using System.Text;
using Auth.Application;
using Auth.Application.Mail;

namespace Auth.Infrastructure.Mail;

/// <summary>Reads the files of <see cref="EmailOptions.TemplateFolder"/>, once at startup.</summary>
internal static class TemplateFolder
{
    private const int LongestFile = 64 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns the templates of the folder. Without a folder, there are none.</summary>
    /// <exception cref="StartupException">The folder or one of its files is invalid.</exception>
    public static CustomTemplates Read(EmailOptions options) =>
        new(string.IsNullOrWhiteSpace(options.TemplateFolder) ? [] : FilesOf(options.TemplateFolder), options);

    private static IEnumerable<(string Name, string Content)> FilesOf(string folder)
    {
        foreach (var path in PathsOf(folder))
        {
            var name = Path.GetFileName(path);

            // Editors and Kubernetes store files of their own.
            if (name.StartsWith('.'))
                continue;
            yield return (name, CustomTemplates.FileNames.Contains(name) ? ContentOf(path, name) : "");
        }
    }

    private static string[] PathsOf(string folder)
    {
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartupException($"Auth:Email:TemplateFolder names a folder that cannot be read: {exception.Message}");
        }
    }

    private static string ContentOf(string path, string name)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[LongestFile + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > LongestFile)
                throw CustomTemplates.Refuse(name, "is longer than 64 KiB.");
            var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
            return Utf8.GetString(bytes, start, length - start);
        }
        catch (DecoderFallbackException)
        {
            throw CustomTemplates.Refuse(name, "is not valid UTF-8.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CustomTemplates.Refuse(name, $"cannot be read: {exception.Message}");
        }
    }
}
