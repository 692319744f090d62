namespace Auth.Infrastructure;

/// <summary>A folder for what nobody but the service may read: the embedded database, the development secret, mail.</summary>
public static class DataFolder
{
    /// <summary>Makes the folder, for its owner alone; one that is there already keeps its permissions.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
