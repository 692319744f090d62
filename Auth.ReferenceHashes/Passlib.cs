namespace Auth.ReferenceHashes;

/// <summary>The hashes of Debian's python3-passlib and python3-bcrypt.</summary>
internal static class Passlib
{
    private const string BCryptSha256 = """
        import sys
        from passlib.hash import bcrypt_sha256
        for line in sys.stdin:
            password, salt, rounds = line.split(",")
            print(bcrypt_sha256.using(salt=salt, rounds=int(rounds), version=2).hash(bytes.fromhex(password)))
        """;

    private const string AnyScheme = """
        import sys
        from passlib import hash
        for line in sys.stdin:
            scheme, password, rounds = line.split(",")
            print(getattr(hash, scheme).using(rounds=int(rounds)).hash(bytes.fromhex(password)))
        """;

    public static bool IsAvailable => Python.CanRun("import passlib.hash, bcrypt");

    /// <summary>Hashes passwords with salts of 22 characters and <c>bcrypt_sha256</c>, all in one process.</summary>
    public static string[] Hash(IEnumerable<(byte[] Password, string Salt, int WorkFactor)> inputs) => Python.Run(
        BCryptSha256, inputs.Select(input => $"{Convert.ToHexString(input.Password)},{input.Salt},{input.WorkFactor}"));

    /// <summary>Hashes passwords with a scheme such as <c>pbkdf2_sha256</c> and random salts.</summary>
    public static string[] Hash(string scheme, int rounds, IEnumerable<byte[]> passwords) => Python.Run(
        AnyScheme, passwords.Select(password => $"{scheme},{Convert.ToHexString(password)},{rounds}"));
}
