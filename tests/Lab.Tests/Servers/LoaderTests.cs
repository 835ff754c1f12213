namespace CowNotebooks.Tests.Servers;

/// <summary>The known trap of loaders of training data: a list of strings costs its memory once a reader, an array once.</summary>
public class LoaderTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_list_of_strings_is_copied_by_every_reader_and_an_array_by_none()
    {
        const int readers = 3, size = 300_000, bytesOfString = 56, page = 4_096;
        await using var server = await Loader.StartAsync(readers, size);
        var before = Family.Outside(server, output);
        await server.ReadAsync("numbers");
        var numbers = Family.Outside(server, output);
        await server.ReadAsync("strings");
        var strings = Family.Outside(server, output);

        foreach (var reader in server.Workers)
        {
            Assert.InRange(numbers.Of(reader).Uss - before.Of(reader).Uss, 0, 20);
            Assert.True(strings.Of(reader).PrivateIdentical - numbers.Of(reader).PrivateIdentical > size * bytesOfString / page);
        }

        // What all readers have is in RAM once a reader, and once more.
        Assert.True(strings.Frames - numbers.Frames > readers * (size * bytesOfString / page));
    }
}
