namespace CowNotebooks.Forking;

/// <summary>A native call failed: which one, and the kernel's reason.</summary>
/// <param name="call">The call as the manual names it, with what it was about.</param>
/// <param name="errno">The error number of errno(3).</param>
public sealed class LibCException(string call, int errno)
    : Exception($"{call} failed: {LibC.Describe(errno)} (errno {errno}).")
{
    /// <summary>The error number of errno(3).</summary>
    public int Errno { get; } = errno;
}
