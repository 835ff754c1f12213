using System.Runtime.InteropServices;

namespace CowNotebooks.ByHand;

internal static unsafe partial class LibC
{
    [LibraryImport("libc")] public static partial int fork();
    [LibraryImport("libc")] public static partial int getpid();
    [LibraryImport("libc")] public static partial int waitpid(int pid, int* status, int options);
    [LibraryImport("libc")] public static partial nint read(int file, byte* buffer, nuint count);
    [LibraryImport("libc")] public static partial nint write(int file, byte* buffer, nuint count);
    [LibraryImport("libc")] public static partial void _exit(int code);
}
