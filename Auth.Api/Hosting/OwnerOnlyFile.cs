using System.Runtime.InteropServices;
using System.Text;

namespace Auth.Api.Hosting;

/// <summary>Creates files for secrets.</summary>
internal static class OwnerOnlyFile
{
    /// <summary>
    /// Creates a file that only its owner can read and write. On Windows, the file inherits the permissions of the folder. The
    /// file appears under its name with its complete text, so that other processes never read a partial secret.
    /// </summary>
    /// <exception cref="IOException">The file already exists and is left unchanged, or it cannot be written.</exception>
    public static void Create(string path, string text)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        var ownerOnly = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            ownerOnly.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var file = new StreamWriter(unfinished, ownerOnly))
                file.Write(text);
            Publish(unfinished, path);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>
    /// Moves the file to its final name unless that name exists. On Unix, <see cref="File.Move(string, string)"/> checks first
    /// and then renames, so it can replace a file that another process creates in between. A hard link never replaces a file.
    /// </summary>
    private static void Publish(string unfinished, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Move(unfinished, path);
            return;
        }

        if (Link(Native(unfinished), Native(path)) == 0)
            return;
        if (File.Exists(path))
            throw new IOException($"The file '{Path.GetFullPath(path)}' already exists.");

        // The file system does not support hard links.
        File.Move(unfinished, path);
    }

    [DllImport("libc", EntryPoint = "link")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] existing, byte[] added);

    /// <summary>Converts a path to a null-terminated C string.</summary>
    private static byte[] Native(string path) => Encoding.UTF8.GetBytes(path + '\0');
}
