namespace Auth.ReferenceHashes;

/// <summary>The password hashes of fastapi-users, made with the libraries that it depends on.</summary>
internal static class FastApiUsers
{
    // Versions 13 and later use argon2-cffi with these parameters, earlier versions use bcrypt.
    private const string Script = """
        import sys
        import argon2, bcrypt
        kind, text = sys.stdin.readline().strip().split(",", 1)
        if kind == "bcrypt":
            print(bcrypt.hashpw(text.encode()[:72], bcrypt.gensalt(4)).decode())
        else:
            print(argon2.PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4).hash(text))
        """;

    public static bool IsAvailable => Python.CanRun("import argon2, bcrypt");

    /// <summary>Returns the fingerprint of a stored hash, as reset tokens contain it: a hash of its text.</summary>
    /// <param name="kind"><c>argon2</c> or <c>bcrypt</c>.</param>
    /// <param name="storedHash">The stored hash.</param>
    public static string Fingerprint(string kind, string storedHash) =>
        Python.Run(Script, [$"{kind},{storedHash}"])[0];
}
