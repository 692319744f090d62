using System.Diagnostics;

namespace Auth.ReferenceHashes;

/// <summary>The <c>bcrypt_sha256</c> of Debian's python3-passlib and python3-bcrypt.</summary>
internal static class Passlib
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import sys
        from passlib.hash import bcrypt_sha256
        for line in sys.stdin:
            password, salt, rounds = line.split(",")
            print(bcrypt_sha256.using(salt=salt, rounds=int(rounds), version=2).hash(bytes.fromhex(password)))
        """;

    public static bool IsAvailable => File.Exists(Python) && Run("import passlib.hash, bcrypt", []).ExitCode == 0;

    /// <summary>Hashes passwords with salts of 22 characters, all in one process.</summary>
    public static string[] Hash(IEnumerable<(byte[] Password, string Salt, int WorkFactor)> inputs)
    {
        var run = Run(Script, inputs.Select(input => $"{Convert.ToHexString(input.Password)},{input.Salt},{input.WorkFactor}"));
        return run.ExitCode == 0 ? run.Output : throw new InvalidOperationException("passlib failed: see its error output.");
    }

    private static (int ExitCode, string[] Output) Run(string script, IEnumerable<string> input)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        foreach (var line in input)
            process.StandardInput.WriteLine(line);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
