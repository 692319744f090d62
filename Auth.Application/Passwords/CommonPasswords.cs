using System.Collections.Frozen;

namespace Auth.Application.Passwords;

/// <summary>The most common passwords, which NIST SP 800-63B §3.1.1.2 requires to be rejected.</summary>
internal static class CommonPasswords
{
    private const string ResourceName = "common-passwords.txt";

    private static readonly FrozenSet<string> All = Read().ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The number of common passwords.</summary>
    public static int Count => All.Count;

    /// <summary>Returns whether a password is common, without regard to case.</summary>
    public static bool Contains(string password) => All.Contains(password);

    private static IEnumerable<string> Read()
    {
        using var resource = typeof(CommonPasswords).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is missing from the assembly.");
        using var reader = new StreamReader(resource);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !line.StartsWith('#'))
                yield return line;
        }
    }
}
