using System.Runtime.InteropServices;

namespace Auth.Infrastructure.Passwords;

/// <summary>
/// The unmanaged memory of one Argon2id computation. It returns to the system as soon as it is freed. On Linux it uses huge
/// pages where available: Argon2id reads memory in random order, and small pages would double the time.
/// </summary>
internal sealed unsafe partial class Argon2idMemory : IDisposable
{
    private const int HugePage = 2 * 1024 * 1024;

    /// <summary>MADV_HUGEPAGE (madvise(2)).</summary>
    private const int HugePageAdvice = 14;

    /// <summary>Allocates uninitialized memory.</summary>
    public Argon2idMemory(nuint bytes)
    {
        var isHuge = OperatingSystem.IsLinux() && bytes >= HugePage;
        Words = (ulong*)NativeMemory.AlignedAlloc(bytes, isHuge ? (nuint)HugePage : 64);
        if (isHuge)
            _ = Advise(Words, bytes / HugePage * HugePage, HugePageAdvice);
    }

    /// <summary>A pointer to the first word.</summary>
    public ulong* Words { get; }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => NativeMemory.AlignedFree(Words);

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint bytes, int advice);
}
