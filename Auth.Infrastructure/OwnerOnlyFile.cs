using System.Runtime.InteropServices;

namespace Auth.Infrastructure;

/// <summary>Creates files that only their owner can access. On Windows, they inherit the permissions of the folder.</summary>
public static partial class OwnerOnlyFile
{
    /// <summary>
    /// Creates a file for a secret. The file appears under its name with its complete text, so that other processes never read a
    /// partial secret.
    /// </summary>
    /// <exception cref="IOException">The file already exists and is left unchanged, or it cannot be written.</exception>
    public static void Create(string path, string text)
    {
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = new StreamWriter(unfinished, NewFile()))
                file.Write(text);
            Publish(unfinished, path);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Creates a file, or empties an existing one, for writing.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is not writable.</exception>
    public static FileStream Overwrite(string path)
    {
        var options = NewFile();
        options.Mode = FileMode.Create;
        return new FileStream(path, options);
    }

    /// <summary>Returns the options for writing a new file.</summary>
    internal static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    /// <summary>
    /// Moves the file to its final name unless that name exists. On Unix, <see cref="File.Move(string, string)"/> checks first
    /// and then renames, so it can replace a file that another process creates in between. A hard link never replaces a file.
    /// </summary>
    private static void Publish(string unfinished, string path)
    {
        if (!OperatingSystem.IsWindows() && Link(unfinished, path) == 0)
            return;
        if (File.Exists(path))
            throw new IOException($"The file '{Path.GetFullPath(path)}' already exists.");

        // Windows, or a file system without hard links.
        File.Move(unfinished, path);
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string added);
}

/// <summary>A folder for private files of the service: the embedded database, the development secret, mail.</summary>
public static class DataFolder
{
    /// <summary>Creates the folder, accessible to its owner only. An existing folder keeps its permissions.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
