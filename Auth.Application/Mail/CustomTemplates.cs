using System.Net;
using System.Text.RegularExpressions;

namespace Auth.Application.Mail;

/// <summary>The texts of mails that an operator provides as files in <see cref="EmailOptions.TemplateFolder"/>.</summary>
/// <remarks>
/// A kind of mail has the files <c>{kind}.subject.txt</c>, <c>{kind}.txt</c> and <c>{kind}.html</c>. Without a file, the built-in
/// text is used.
/// </remarks>
public sealed partial class CustomTemplates
{
    private const string Subject = ".subject.txt", Text = ".txt", Html = ".html";

    private static readonly Dictionary<string, (MailTemplateKind Kind, string Part)> Files = (
        from kind in MailTemplateKind.All
        from part in new[] { Subject, Text, Html }
        select (kind, part)).ToDictionary(file => file.kind.Name + file.part, file => (file.kind, file.part));

    private readonly Dictionary<string, MailTemplate> _templates = [];

    /// <summary>Parses and checks the files.</summary>
    /// <param name="files">The name and the content of each file.</param>
    /// <param name="options">The pages that links lead to.</param>
    /// <exception cref="StartupException">A file is invalid. The message names it.</exception>
    public CustomTemplates(IEnumerable<(string Name, string Content)> files, EmailOptions options)
    {
        foreach (var (name, content) in files)
            _templates[name] = Parse(name, content, options);
    }

    /// <summary>The valid names of files.</summary>
    public static IReadOnlyCollection<string> FileNames => Files.Keys;

    /// <summary>Returns the description of an error in a file for the operator.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="problem">The predicate of a sentence whose subject is the file.</param>
    public static StartupException Refuse(string file, string problem) =>
        new($"Auth:Email:TemplateFolder: the file {Printable(file)} {problem}");

    /// <summary>Replaces the built-in texts of a message for which there are files.</summary>
    internal EmailMessage Apply(EmailMessage builtIn, MailTemplateKind kind, IReadOnlyDictionary<string, string> values) => builtIn with
    {
        Subject = Render(kind.Name + Subject, values, WithoutControlCharacters) ?? builtIn.Subject,
        Text = Render(kind.Name + Text, values, value => value) ?? builtIn.Text,
        Html = Render(kind.Name + Html, values, WebUtility.HtmlEncode) ?? builtIn.Html,
    };

    private static MailTemplate Parse(string file, string content, EmailOptions options)
    {
        if (!Files.TryGetValue(file, out var described))
            throw Refuse(file, $"has an unknown name. The names are: {string.Join(", ", FileNames)}.");
        var (kind, part) = described;
        if (part is Subject)
        {
            content = content.TrimEnd('\r', '\n');
            if (string.IsNullOrWhiteSpace(content) || content.Any(char.IsControl))
                throw Refuse(file, "must contain one line of text without control characters.");
        }

        var template = TryParse(file, content);
        foreach (var placeholder in template.Placeholders)
            Check(file, placeholder, kind, part is Subject ? kind.InSubject : kind.InBody, options);
        if (part is not Subject && kind.UrlSetting is not null
            && !template.Placeholders.Any(placeholder => placeholder is MailTemplateKind.Link or MailTemplateKind.Token))
        {
            throw Refuse(file, "must contain {{link}} or {{token}}.");
        }

        if (part is not Subject && kind.InBody.Contains(MailTemplateKind.Code) && !template.Placeholders.Contains(MailTemplateKind.Code))
            throw Refuse(file, "must contain {{code}}.");
        return template;
    }

    private static MailTemplate TryParse(string file, string content)
    {
        try
        {
            return new MailTemplate(content);
        }
        catch (FormatException exception)
        {
            throw Refuse(file, exception.Message);
        }
    }

    private static void Check(
        string file, string placeholder, MailTemplateKind kind, IReadOnlyList<string> valid, EmailOptions options)
    {
        if (!valid.Contains(placeholder))
        {
            throw Refuse(file, $"contains the unknown placeholder {{{{{Printable(placeholder)}}}}}. The placeholders are: "
                + $"{string.Join(", ", valid.Select(name => $"{{{{{name}}}}}"))}.");
        }

        if (placeholder is MailTemplateKind.Link && kind.UrlSetting is not null && string.IsNullOrWhiteSpace(kind.UrlOf(options)))
            throw Refuse(file, $"contains {{{{link}}}}, which requires Auth:Email:{kind.UrlSetting}.");
    }

    private static string WithoutControlCharacters(string value) =>
        string.Create(value.Length, value, (characters, text) =>
        {
            for (var i = 0; i < characters.Length; i++)
                characters[i] = char.IsControl(text[i]) ? ' ' : text[i];
        });

    private static string Printable(string text) => Unprintable().Replace(text, "?");

    private string? Render(string file, IReadOnlyDictionary<string, string> values, Func<string, string> encode) =>
        _templates.TryGetValue(file, out var template) ? template.Render(values, encode) : null;

    [GeneratedRegex(@"\p{C}|\p{Zl}|\p{Zp}")]
    private static partial Regex Unprintable();
}
