namespace Auth.Tests;

/// <summary>The files that the tests were built from.</summary>
internal static class SourceTree
{
    private static readonly string Root = FindRoot();

    /// <summary>The full path of a file or folder, of which <paramref name="parts"/> are the names from the root on.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Auth.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run from their source tree.");
        return folder.FullName;
    }
}
