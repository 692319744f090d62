namespace Auth.Api.Configuration;

/// <summary>Writes files that hold secrets.</summary>
internal static class OwnerOnlyFile
{
    /// <summary>Writes a new file that its owner alone may read and write; on Windows with the folder's own rights.</summary>
    /// <exception cref="IOException">There is such a file already, and it stays as it is; or it cannot be written.</exception>
    public static void Create(string path, string text)
    {
        var ownerOnly = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            ownerOnly.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, ownerOnly);
        file.Write(text);
    }
}
