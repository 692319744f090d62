using System.Runtime.InteropServices;
using System.Text;

namespace Auth.ReferenceHashes;

/// <summary>The reference implementation of Argon2, the library of Debian's <c>argon2</c>.</summary>
internal static class LibArgon2
{
    private const string Library = "libargon2.so.1";

    public static bool IsAvailable => NativeLibrary.TryLoad(Library, out _);

    /// <summary>Hashes a password with Argon2id version 19. The memory is in KiB.</summary>
    public static string Hash(byte[] password, byte[] salt, int memory, int iterations, int parallelism, int digestBytes)
    {
        var encoded = new byte[512];
        var error = argon2id_hash_encoded((uint)iterations, (uint)memory, (uint)parallelism,
            password, password.Length, salt, salt.Length, digestBytes, encoded, encoded.Length);
        return error == 0
            ? Encoding.ASCII.GetString(encoded, 0, encoded.AsSpan().IndexOf((byte)0))
            : throw new InvalidOperationException($"argon2 refused the parameters: {error}.");
    }

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int argon2id_hash_encoded(uint iterations, uint memory, uint parallelism, byte[] password,
        nint passwordBytes, byte[] salt, nint saltBytes, nint digestBytes, [In, Out] byte[] encoded, nint encodedBytes);
}
