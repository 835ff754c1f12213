namespace CowNotebooks.Sizing.Tests;

/// <summary>Against what the runtime itself says it handed out to this thread.</summary>
public sealed class ShallowSizeTests
{
    public static TheoryData<string> Kinds => [.. Makers.Keys];

    private static readonly int[] Three = [3], Five = [5];

    private static readonly Dictionary<string, Func<object>> Makers = new()
    {
        ["object"] = () => new object(),
        ["node"] = () => new Node(),
        ["derived"] = () => new Shapes.Third(),
        ["struct holder"] = () => new Shapes.Holder(),
        ["inline arrays"] = () => new Shapes.HoldsInline(),
        ["boxed byte"] = () => (byte)1,
        ["boxed decimal"] = () => 1m,
        ["boxed struct"] = () => new Shapes.Outer(),
        ["empty array"] = () => Array.CreateInstance(typeof(int), 0),
        ["one byte"] = () => new byte[1],
        ["nine bytes"] = () => new byte[9],
        ["structs"] = () => new Shapes.Outer[7],
        ["table"] = () => new short[3, 5, 7],
        ["table from elsewhere"] = () => Array.CreateInstance(typeof(int), Three, Five),
        ["one character"] = () => new string('c', 1),
        ["six characters"] = () => new string('c', 6),
        ["large array"] = () => new double[50_000],
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_is_what_the_runtime_allocated(string kind)
    {
        var make = Makers[kind];
        object made = make();
        var before = GC.GetAllocatedBytesForCurrentThread();
        made = make();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(allocated, ShallowSize.Of(made));
    }
}
