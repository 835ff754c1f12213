using CowNotebooks.Lab;

namespace CowNotebooks.Tests.Servers;

/// <summary>The known trap of loaders of training data: a list of strings costs its memory once a reader, an array once.</summary>
public class LoaderTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_list_of_strings_is_copied_by_every_reader_and_an_array_by_none()
    {
        const int readers = 3, size = 300_000, bytesOfString = 56, page = 4_096;
        await using var server = await Loader.StartAsync(readers, size);
        var before = server.Look(output);
        await server.ReadAsync("numbers");
        var numbers = server.Look(output);
        await server.ReadAsync("strings");
        var strings = server.Look(output);

        foreach (var reader in server.Workers)
        {
            Assert.InRange(numbers.Of(reader).Own() - before.Of(reader).Own(), -2, 20);
            Assert.True(strings.Of(reader).Pages[PageShare.Identical] - numbers.Of(reader).Pages[PageShare.Identical] > size * bytesOfString / page);
        }

        // It is in RAM as often as there are readers, and once more.
        Assert.True(strings.UnsharedPages - numbers.UnsharedPages > readers * (size * bytesOfString / page), $"{numbers} {strings}");
    }
}
