using System.Runtime.InteropServices;

namespace Auth.Infrastructure.Passwords;

/// <summary>
/// Has the threads that hash give way to those that answer requests, which need a processor for a moment and not for a quarter of
/// a second. On Linux <see cref="Thread.Priority"/> does nothing, but each thread has a nice value of its own.
/// </summary>
internal static partial class HashingPriority
{
    /// <summary>Down to a third of the weight of other threads (sched(7)); with nobody else there, all of the processor.</summary>
    private const int Increment = 5;

    /// <summary>Lowers the calling thread's priority. Where the system does not allow it, all stays as it is.</summary>
    public static void Lower()
    {
        if (OperatingSystem.IsLinux())
            _ = Nice(Increment);
        else
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
    }

    [LibraryImport("libc", EntryPoint = "nice")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Nice(int increment);
}
