namespace Auth.Tests;

/// <summary>The source tree of the tests.</summary>
internal static class SourceTree
{
    private static readonly string Root = FindRoot();

    /// <summary>Returns the full path of a file or folder from its path segments below the root.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Auth.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run from their source tree.");
        return folder.FullName;
    }
}
