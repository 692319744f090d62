using System.Text.RegularExpressions;

namespace Auth.Application.Mail;

/// <summary>A text with placeholders such as <c>{{link}}</c>.</summary>
internal sealed partial class MailTemplate
{
    // Text and placeholders alternate. The text is first and last.
    private readonly List<string> _texts = [];
    private readonly List<string> _placeholders = [];

    /// <summary>Parses a template.</summary>
    /// <exception cref="FormatException">A placeholder is not closed. The message is the predicate of a sentence.</exception>
    public MailTemplate(string text)
    {
        var end = 0;
        foreach (Match opening in Opening().Matches(text))
        {
            if (!opening.Groups["name"].Success)
                throw new FormatException("contains {{ without a name and }} in the same line.");
            _texts.Add(text[end..opening.Index]);
            _placeholders.Add(opening.Groups["name"].Value.Trim());
            end = opening.Index + opening.Length;
        }

        _texts.Add(text[end..]);
    }

    /// <summary>The names of the placeholders.</summary>
    public IEnumerable<string> Placeholders => _placeholders;

    /// <summary>Returns the text with values. A placeholder inside a value is not replaced.</summary>
    /// <param name="values">The value of each placeholder.</param>
    /// <param name="encode">Encodes a value for the format of the text.</param>
    public string Render(IReadOnlyDictionary<string, string> values, Func<string, string> encode) => string.Concat(
        _texts.Select((text, i) => i < _placeholders.Count ? text + encode(values[_placeholders[i]]) : text));

    [GeneratedRegex(@"\{\{(?:(?<name>[^{}\r\n]{0,60})\}\})?")]
    private static partial Regex Opening();
}
