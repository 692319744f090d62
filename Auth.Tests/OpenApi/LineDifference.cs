using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Auth.Tests.OpenApi;

/// <summary>Formats the difference between two texts as <c>diff -u</c> does.</summary>
internal static class LineDifference
{
    private const int Context = 3;
    private const int LongestOutput = 200;

    public static string Between(string before, string after)
    {
        var lines = InlineDiffBuilder.Diff(before, after, ignoreWhiteSpace: false).Lines;
        var shown = new bool[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Type != ChangeType.Unchanged)
                shown.AsSpan(Math.Max(0, i - Context)..Math.Min(lines.Count, i + Context + 1)).Fill(true);
        }

        var output = new StringBuilder();
        var written = 0;
        for (var i = 0; i < lines.Count && written < LongestOutput; i++)
        {
            if (!shown[i])
                continue;
            if (i > 0 && !shown[i - 1])
                output.Append("@@ line ").Append(lines[i].Position).Append(" @@\n");
            output.Append(MarkOf(lines[i].Type)).Append(lines[i].Text).Append('\n');
            written++;
        }

        if (shown.Count(line => line) is var all && all > written)
            output.Append("… and ").Append(all - written).Append(" more lines\n");
        return output.ToString();
    }

    private static char MarkOf(ChangeType type) => type switch
    {
        ChangeType.Inserted => '+',
        ChangeType.Deleted => '-',
        _ => ' ',
    };
}
