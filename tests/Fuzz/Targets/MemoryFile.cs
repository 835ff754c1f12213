using Microsoft.Win32.SafeHandles;

namespace CowNotebooks.Fuzz.Targets;

/// <summary>Bytes as an open file, for what reads files alone. Each thread writes its one file anew.</summary>
internal sealed class MemoryFile : IDisposable
{
    private readonly string _path = Path.Combine("/dev/shm", $"cow-fuzz-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");

    public MemoryFile(byte[] bytes)
    {
        Handle = File.OpenHandle(_path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        RandomAccess.Write(Handle, bytes, 0);
    }

    /// <summary>The file.</summary>
    public SafeFileHandle Handle { get; }

    public void Dispose() => Handle.Dispose();
}
