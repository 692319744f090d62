using System.Runtime.InteropServices;
using System.Text;

namespace Auth.Api.Configuration;

/// <summary>Writes files that hold secrets.</summary>
internal static class OwnerOnlyFile
{
    /// <summary>
    /// Writes a new file that only its owner can read and write; on Windows with the permissions of the folder. The file appears
    /// under its name with all of its text, so that another process never reads a part of a secret.
    /// </summary>
    /// <exception cref="IOException">The file exists, and is left unchanged; or it cannot be written.</exception>
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
    /// Gives the file its name, unless another process was faster. On Unix, <see cref="File.Move(string, string)"/> looks first
    /// and then renames, which would replace the file of a process that comes in between; a hard link never does.
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

        // A file system without hard links.
        File.Move(unfinished, path);
    }

    [DllImport("libc", EntryPoint = "link")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] existing, byte[] added);

    /// <summary>A path as C has it.</summary>
    private static byte[] Native(string path) => Encoding.UTF8.GetBytes(path + '\0');
}
