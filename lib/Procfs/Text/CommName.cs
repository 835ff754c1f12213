using System.Runtime.CompilerServices;
using System.Text;

namespace CowNotebooks.Procfs.Text;

/// <summary>The name of a process, kept as bytes inside the struct: it becomes a string only on demand.</summary>
internal readonly struct CommName : IEquatable<CommName>
{
    // fs/proc/array.c, proc_task_name: char tcomm[64]. A program's name has at most 15 bytes, a kernel worker's may have more.
    public const int Longest = 64;

    private readonly Characters _characters;
    private readonly byte _length;

    public CommName(ReadOnlySpan<byte> name)
    {
        name.CopyTo(_characters);
        _length = (byte)name.Length;
    }

    public bool Equals(CommName other) => AsSpan(in this).SequenceEqual(AsSpan(in other));

    public override bool Equals(object? obj) => obj is CommName other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(AsSpan(in this));
        return hash.ToHashCode();
    }

    public override string ToString() => Encoding.UTF8.GetString(AsSpan(in this));

    private static ReadOnlySpan<byte> AsSpan(in CommName name) => ((ReadOnlySpan<byte>)name._characters)[..name._length];

    [InlineArray(Longest)]
    private struct Characters
    {
        private byte _first;
    }
}
