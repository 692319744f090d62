using System.Diagnostics;

namespace Auth.Tests.Integration.Persistence;

/// <summary>Creates hashes with Debian's python3-bcrypt, the library that fastapi-users depends on.</summary>
internal static class DebianBCrypt
{
    private const string Python = "/usr/bin/python3";

    private const string Script =
        """
        import sys
        try:
            import bcrypt
        except ImportError:
            sys.exit()
        salt = bcrypt.gensalt(int(sys.argv[1]), sys.argv[2].encode())
        print(bcrypt.hashpw(sys.stdin.read().encode(), salt).decode())
        """;

    /// <summary>Returns a hash such as <c>$2b$12$…</c>; skips the test if the package is missing.</summary>
    public static async Task<string> HashAsync(string password, int workFactor, string revision)
    {
        if (!File.Exists(Python))
            Assert.Ignore($"requires {Python}");
        var start = new ProcessStartInfo(Python, ["-c", Script, $"{workFactor}", revision])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(password);
        process.StandardInput.Close();
        var hash = (await process.StandardOutput.ReadToEndAsync()).Trim();
        if (hash.Length == 0)
            Assert.Ignore("requires the Debian package python3-bcrypt");
        return hash;
    }
}
