namespace Auth.Infrastructure;

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
