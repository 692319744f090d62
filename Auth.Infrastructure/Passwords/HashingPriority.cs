using System.Runtime.InteropServices;

namespace Auth.Infrastructure.Passwords;

/// <summary>
/// Lowers the priority of hashing threads below that of request threads. A request needs a processor for a moment, a hash for a
/// quarter of a second. On Linux <see cref="Thread.Priority"/> has no effect, but each thread has its own nice value.
/// </summary>
internal static partial class HashingPriority
{
    /// <summary>
    /// The nice increment. It reduces the weight of a thread to a third of other threads (sched(7)). An otherwise idle processor
    /// is used in full.
    /// </summary>
    private const int Increment = 5;

    /// <summary>Lowers the priority of the calling thread. Has no effect where the system does not allow it.</summary>
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
