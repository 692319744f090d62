namespace Auth.Tests.Documentation;

/// <summary>The code in docs/migrating.md.</summary>
internal static class CodeBlocks
{
    /// <summary>Returns the blocks of a language, in order.</summary>
    public static IReadOnlyList<string> Of(string language)
    {
        var text = File.ReadAllText(SourceTree.PathOf("docs", "migrating.md"));
        return [.. text.Split($"\n```{language}\n").Skip(1).Select(block => block[..(block.IndexOf("\n```", StringComparison.Ordinal) + 1)])];
    }
}
