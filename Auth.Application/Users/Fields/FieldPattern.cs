using System.Text;
using System.Text.RegularExpressions;

namespace Auth.Application.Users.Fields;

/// <summary>
/// The regular expression of a field. It is searched for, as in pydantic, in time proportional to the length of the input.
/// </summary>
internal sealed partial class FieldPattern
{
    private readonly Regex _regex;

    /// <exception cref="RegexParseException">The text is not a regular expression.</exception>
    /// <exception cref="NotSupportedException">The expression contains a lookaround or a back-reference.</exception>
    public FieldPattern(string text)
    {
        Text = text;
        _regex = new Regex(WithExactEnds(text), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    /// <summary>The expression as configured.</summary>
    public string Text { get; }

    public bool IsMatch(string input) => _regex.IsMatch(input);

    /// <summary>
    /// Replaces <c>$</c> by <c>\z</c>. In .NET, <c>$</c> also matches before a final line break, which would let the line break
    /// through. In multi-line mode, <c>$</c> remains, because there it has the same meaning everywhere.
    /// </summary>
    private static string WithExactEnds(string text)
    {
        if (!text.Contains('$') || MultiLine().IsMatch(text))
            return text;
        var exact = new StringBuilder(text.Length + 8);
        var classStart = -1;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when i + 1 < text.Length:
                    exact.Append(text[i++]);
                    break;
                case '[' when classStart < 0:
                    classStart = i;
                    break;
                case ']' when classStart >= 0 && i > classStart + 1 && text[classStart..i] != "[^":
                    classStart = -1;
                    break;
                case '$' when classStart < 0:
                    exact.Append(@"\z");
                    continue;
            }

            exact.Append(text[i]);
        }

        return exact.ToString();
    }

    [GeneratedRegex(@"\(\?[a-z]*m")]
    private static partial Regex MultiLine();
}
