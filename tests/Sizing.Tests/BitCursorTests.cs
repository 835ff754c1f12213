using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Tests;

public sealed unsafe class BitCursorTests
{
    [Fact]
    public void Numbers_on_both_sides_of_words_and_chunks_are_in_the_set_once_it_is_flushed()
    {
        using var arena = new Arena((nuint)1 << 28, (nuint)1 << 28);
        var bits = new SparseBits(arena, 40);
        nuint chunk = 1 << 18;
        nuint[] numbers = [chunk, chunk + 63, chunk + 64, chunk + 1, (2 * chunk) - 1, 2 * chunk, (2 * chunk) - 2, chunk + 62, 5 * chunk];
        bits.Add(chunk);
        var cursor = new BitCursor(bits.Directory, chunk);

        foreach (var number in numbers)
        {
            if (!cursor.GoTo(number))
            {
                Assert.True(bits.MakeRoom(number));
                Assert.True(cursor.GoTo(number));
            }
            Assert.Equal(number == chunk ? 1UL : 0, cursor.Has(number));
            cursor.Set(number);
            Assert.Equal(1UL, cursor.Has(number));
        }
        cursor.Flush();

        Assert.All(numbers, number => Assert.True(bits.Contains(number)));
        Assert.Equal(numbers.Order(), All(bits));
    }

    private static List<nuint> All(SparseBits bits)
    {
        var all = new List<nuint>();
        foreach (var number in new BitNumbers(bits)) all.Add(number);
        return all;
    }
}
