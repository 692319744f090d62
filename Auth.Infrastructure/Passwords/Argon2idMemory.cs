using System.Runtime.InteropServices;

namespace Auth.Infrastructure.Passwords;

/// <summary>
/// The memory of one Argon2id computation, which returns to the system at once. On Linux it consists of huge pages where the
/// system has some: Argon2id reads its memory in random order, and small pages would double its time.
/// </summary>
internal sealed unsafe partial class Argon2idMemory : IDisposable
{
    private const int HugePage = 2 * 1024 * 1024;

    /// <summary>MADV_HUGEPAGE (madvise(2)).</summary>
    private const int HugePageAdvice = 14;

    /// <summary>Allocates memory, whose content is undefined.</summary>
    public Argon2idMemory(nuint bytes)
    {
        var isHuge = OperatingSystem.IsLinux() && bytes >= HugePage;
        Words = (ulong*)NativeMemory.AlignedAlloc(bytes, isHuge ? (nuint)HugePage : 64);
        if (isHuge)
            _ = Advise(Words, bytes / HugePage * HugePage, HugePageAdvice);
    }

    /// <summary>The first word.</summary>
    public ulong* Words { get; }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => NativeMemory.AlignedFree(Words);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint bytes, int advice);
}
