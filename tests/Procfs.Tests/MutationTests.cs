using System.Text;

namespace CowNotebooks.Procfs.Tests;

public class MutationTests(ITestOutputHelper output)
{
    private const int Inputs = 100_000;
    private const int LongestInput = 2500;

    [Fact]
    public void A_hundred_thousand_mutated_texts_end_in_a_value_or_a_named_error()
    {
        // The seed makes a failure repeat: it is named together with the input.
        var random = new Random(20160805);
        var fixtures = Fixtures.All.Where(fixture => fixture.Text.Length > 0).ToArray();
        var values = 0;
        var errors = new SortedDictionary<string, int>();
        for (var i = 0; i < Inputs; i++)
        {
            var fixture = fixtures[random.Next(fixtures.Length)];
            var text = Mutate(Start(fixture.Text, random), random);
            var read = random.Next(10) == 0 ? Parsers.All[random.Next(Parsers.All.Count)] : fixture.Read;
            try
            {
                if (Outcome.Of(read, text) is { } error) errors[error.GetType().Name] = errors.GetValueOrDefault(error.GetType().Name) + 1;
                else values++;
            }
            catch (Exception e)
            {
                Assert.Fail($"Input {i}, made from {fixture.Path}: {e}\n{Encoding.UTF8.GetString(text)}");
            }
        }

        output.WriteLine($"{values} values; {string.Join(", ", errors)}");
        Assert.Equal(Inputs, values + errors.Values.Sum());
        Assert.InRange(values, Inputs / 20, Inputs);
        Assert.Superset(new HashSet<string> { nameof(ProcMalformedException), nameof(ProcTruncatedException) }, errors.Keys.ToHashSet());
    }

    // Whole lines from the start, so that most texts are valid but for the mutation.
    private static byte[] Start(byte[] text, Random random)
    {
        if (text.Length <= LongestInput) return text;
        var end = text.AsSpan(0, LongestInput).LastIndexOf((byte)'\n');
        return random.Next(2) == 0 ? text[..(end + 1)] : text[..random.Next(LongestInput)];
    }

    private static byte[] Mutate(byte[] text, Random random)
    {
        var mutated = text.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(mutated.Count + 1);
            var length = Math.Min(random.Next(1, 60), mutated.Count - at);
            switch (random.Next(7))
            {
                case 0 when at < mutated.Count:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated.RemoveRange(at, length);
                    break;
                case 2:
                    mutated.InsertRange(at, mutated.GetRange(at, length));
                    break;
                case 3:
                    mutated.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 4 when random.Next(20) == 0:
                    mutated.RemoveRange(at, mutated.Count - at);
                    break;
                case 5 when at < mutated.Count:
                    mutated[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    mutated.InsertRange(random.Next(mutated.Count + 1), mutated.GetRange(at, length));
                    break;
            }
        }

        return [.. mutated];
    }

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\n", " ", "\t", ":", ")", "(", ") ", " (", "-", "kB", " kB", "0", "9", "18446744073709551616", "9223372036854775808", "-1", "\0",
            "[rollup]", " (deleted)", "\\012", "\\", "Rss: 1 kB\n", "New_Field: 3 pages\n", "1000-2000 rw-p 00000000 00:00 0 \n", "ffffffffffffffff",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff, 0xfe],
        [0xc3],
    ];
}
