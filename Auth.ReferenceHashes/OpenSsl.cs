namespace Auth.ReferenceHashes;

/// <summary>The key derivation of OpenSSL, called by Debian's Python.</summary>
internal static class OpenSsl
{
    private const string ScryptScript = """
        import hashlib, sys
        for line in sys.stdin:
            password, salt, n, r, p, length = line.split(",")
            print(hashlib.scrypt(bytes.fromhex(password), salt=bytes.fromhex(salt), n=1 << int(n), r=int(r), p=int(p),
                dklen=int(length), maxmem=1 << 30).hex())
        """;

    private const string Pbkdf2Script = """
        import hashlib, sys
        for line in sys.stdin:
            name, password, salt, iterations, length = line.split(",")
            print(hashlib.pbkdf2_hmac(name, bytes.fromhex(password), bytes.fromhex(salt), int(iterations), int(length)).hex())
        """;

    public static bool IsAvailable => Python.CanRun("import hashlib; hashlib.scrypt");

    /// <summary>Computes scrypt digests.</summary>
    public static byte[][] Scrypt(IEnumerable<(byte[] Password, byte[] Salt, int LogN, int R, int P, int DigestBytes)> inputs) =>
        [.. Python.Run(ScryptScript, inputs.Select(input => $"{Convert.ToHexString(input.Password)},"
            + $"{Convert.ToHexString(input.Salt)},{input.LogN},{input.R},{input.P},{input.DigestBytes}")).Select(Convert.FromHexString)];

    /// <summary>Computes a PBKDF2 digest with a function such as <c>sha512</c>.</summary>
    public static byte[] Pbkdf2(string function, byte[] password, byte[] salt, int iterations, int digestBytes) =>
        Convert.FromHexString(Python.Run(Pbkdf2Script,
            [$"{function},{Convert.ToHexString(password)},{Convert.ToHexString(salt)},{iterations},{digestBytes}"])[0]);
}
