using System.Runtime.CompilerServices;

namespace CowNotebooks.Sizing.Tests;

public sealed unsafe class ObjectAddressTests
{
    [Fact]
    public void The_elements_of_a_pinned_array_begin_16_bytes_after_its_address()
    {
        var pinned = GC.AllocateArray<long>(4, pinned: true);

        fixed (long* first = pinned) Assert.Equal((nuint)first - 16, ObjectAddress.Of(pinned));
    }

    [Fact]
    public void A_hash_code_is_written_to_the_header_word_and_to_nothing_else()
    {
        var pinned = GC.AllocateArray<long>(1, pinned: true);
        var header = (uint*)ObjectAddress.HeaderWord(pinned);
        Assert.Equal(0u, *header);

        var hash = RuntimeHelpers.GetHashCode(pinned);

        // syncblk.h: the low 26 bits are the hash code when bits 26 and 27 say so.
        Assert.Equal((uint)hash, *header & 0x03FF_FFFF);
        Assert.Equal(0, pinned[0]);
    }

    [Fact]
    public void A_lock_is_written_to_the_header_word()
    {
        var pinned = GC.AllocateArray<long>(1, pinned: true);
        var header = (uint*)ObjectAddress.HeaderWord(pinned);
        uint within;
        lock (pinned) within = *header;

        Assert.NotEqual(0u, within);
        Assert.Equal(0u, *header);
    }

    [Fact]
    public void Sizing_leaves_the_header_words_as_they_were()
    {
        var graph = GC.AllocateArray<object>(1, pinned: true);
        var element = GC.AllocateArray<long>(3, pinned: true);
        graph[0] = element;

        _ = DeepSize.Of(graph);

        Assert.Equal(0u, *(uint*)ObjectAddress.HeaderWord(graph));
        Assert.Equal(0u, *(uint*)ObjectAddress.HeaderWord(element));
    }
}
