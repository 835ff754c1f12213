using CowNotebooks.Tests;

namespace CowNotebooks.Sizing.Tests;

public sealed class OracleTests(Oracle oracle) : IClassFixture<Oracle>
{
    public static TheoryData<string> ShapeNames => [.. Shapes.All.Keys];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void Objects_and_bytes_are_what_the_debugging_library_reads(string shape)
    {
        Requires.That(oracle.Refusal is null, oracle.Refusal ?? "");
        var report = DeepSize.Of(Shapes.All[shape]);
        var expected = oracle.Size(shape).Values;

        // By type as well, though without names: the two readers write them differently.
        Assert.Equal(expected.Order(), report.ByType.Select(type => (type.Objects, type.Bytes)).Order());
        Assert.Equal(expected.Sum(type => type.Objects), report.Objects);
        Assert.Equal(expected.Sum(type => type.Bytes), report.Bytes);
    }
}
