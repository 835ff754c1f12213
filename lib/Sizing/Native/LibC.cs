using System.Runtime.InteropServices;

namespace CowNotebooks.Sizing.Native;

/// <summary>The calls to the C library. All pointers are blittable, so that no call allocates.</summary>
internal static unsafe partial class LibC
{
    // <asm-generic/mman-common.h>, the same on x86-64 and arm64.
    public const int PROT_READ = 1, PROT_WRITE = 2;
    public const int MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20, MAP_NORESERVE = 0x4000;

    // <asm-generic/signal-defs.h>
    public const int SIG_BLOCK = 0, SIG_SETMASK = 2;

    /// <summary>sigset_t: 1,024 bits in glibc and musl, signal n is bit n - 1.</summary>
    public struct SignalSet
    {
        private fixed ulong _words[16];

        public void Add(int signal) => _words[(signal - 1) / 64] |= 1UL << ((signal - 1) % 64);
    }

    /// <summary>mmap(2). Returns (void*)-1 on failure.</summary>
    [LibraryImport("libc", EntryPoint = "mmap")]
    public static partial byte* MMap(byte* address, nuint length, int protection, int flags, int fd, nint offset);

    /// <summary>munmap(2).</summary>
    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int MUnmap(byte* address, nuint length);

    /// <summary>pthread_sigmask(3). Returns an error number, 0 on success.</summary>
    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    public static partial int PThreadSigMask(int how, SignalSet* set, SignalSet* old);

    /// <summary>What the SIGRTMIN macro calls: 34 in glibc, 35 in musl.</summary>
    [LibraryImport("libc", EntryPoint = "__libc_current_sigrtmin")]
    public static partial int SigRtMin();
}
