using CowNotebooks.Forking;

namespace CowNotebooks.Worker.Workloads;

/// <summary>
/// Reads where nothing is mapped. In native code, since the runtime turns a bad read of managed code into an exception; one outside of it is left to the
/// kernel, whose answer is SIGSEGV.
/// </summary>
internal static unsafe class InvalidAccess
{
    // The second page: the kernel maps nothing so low (vm.mmap_min_addr).
    public static void Run() => Read((byte*)Environment.SystemPageSize, leaveCore: false);

    /// <summary>The same calls, harmless.</summary>
    public static void WarmUp()
    {
        var empty = (byte)0;
        Read(&empty, leaveCore: true);
    }

    private static void Read(byte* address, bool leaveCore)
    {
        LibC.LeaveCore(leaveCore);
        _ = LibC.LengthOf(address);
    }
}
