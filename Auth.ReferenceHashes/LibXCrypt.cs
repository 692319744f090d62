using System.Runtime.InteropServices;
using System.Text;

namespace Auth.ReferenceHashes;

/// <summary>The bcrypt implementation of libxcrypt, <c>crypt_r</c>.</summary>
internal static class LibXCrypt
{
    private const string Library = "libcrypt.so.1";

    [ThreadStatic]
    private static byte[]? _data;

    public static bool IsAvailable => NativeLibrary.TryLoad(Library, out _);

    /// <summary>Hashes a password that contains no NUL.</summary>
    public static string Hash(ReadOnlySpan<byte> password, string setting)
    {
        // struct crypt_data is 32,768 bytes, and the hash is its first field.
        _data ??= new byte[32768];
        if (crypt_r([.. password, 0], [.. Encoding.ASCII.GetBytes(setting), 0], _data) == 0)
            throw new InvalidOperationException("crypt_r refused the setting.");
        return Encoding.ASCII.GetString(_data, 0, _data.AsSpan().IndexOf((byte)0));
    }

    [DllImport(Library), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint crypt_r(byte[] phrase, byte[] setting, [In, Out] byte[] data);
}
