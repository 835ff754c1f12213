using System.Diagnostics.CodeAnalysis;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Pictures;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>The words of an object.</content>
public sealed partial class Picture
{
    /// <summary>
    /// One element of a heap: its words with their offsets, the one that is written marked, and its page with the neighbours that are copied with it. The words are
    /// those that the runtime's parent describes. Without addresses where the heap has none, as that of a recording.
    /// </summary>
    /// <param name="heap">What the parent holds: <see cref="Laboratory.SizeAsync"/>.</param>
    /// <param name="word">The word that is written.</param>
    [SuppressMessage("Naming", "CA1720", Justification = "It draws an object.")]
    public static Picture Object(AllocatedHeap heap, Word word) => new ObjectPicture(heap, word).Draw();

    private sealed class ObjectPicture(AllocatedHeap heap, Word written)
    {
        private const double RowHeight = 24, OffsetWidth = 40, WordX = Sketch.Margin + OffsetWidth + 8, WordWidth = 214, StripHeight = 34;
        private readonly Sketch _sketch = new();
        // Where the drawn object ends.
        private double _objectBottom;
        private readonly List<string> _text = [];

        public Picture Draw()
        {
            if (heap.Places is { Typical: { } element } places) Element(element, places);
            else if (heap.DeepSize?.ByType.Where(type => type.Objects > 0).MaxBy(type => type.Objects) is { } type) Average(type.Type, type.Bytes / type.Objects);
            else Unknown();
            return new(_sketch, _text);
        }

        private void Element(ObjectExtent element, ObjectPlaces places)
        {
            var (address, type) = (element.Placed.Address, element.Placed.Type);
            Head($"{Article(type)} of {Numbers.Count(element.Bytes)} bytes at {Hex(address)}");
            var words = heap.WordsOf(type, element.Bytes, (long)(address - element.Start));
            Words(words, address, element.Distance - element.Bytes);
            Page(element, places, Find(words));
            if (words is not null) Written(Find(words), address);
            Explain(element, places, Find(words));
        }

        // What a recording tells is the type of most objects and their size on average.
        private void Average(string type, long bytes)
        {
            Head($"{Article(type)} of {Numbers.Count(bytes)} bytes, without its address");
            var words = heap.WordsOf(type, bytes);
            Words(words, null, 0);
            if (words is not null) Written(Find(words), null);
            var count = Run.PageSize / Math.Max(1, bytes);
            Say($"A page of {Numbers.Count(Run.PageSize)} bytes holds about {Numbers.Count(count)} of them: one write copies them all. Nothing measured here tells where they are.");
        }

        private void Unknown()
        {
            Head("An object: its runtime's parent does not say where it is, nor how it is laid out");
            Words(null, null, 0);
        }

        private void Head(string heading)
        {
            _sketch.Paragraph(heading, Style.Heading).Space(4);
            _text.Add($"{heading}.");
        }

        private void Words(IReadOnlyList<LayoutWord>? words, ulong? address, long padding)
        {
            var top = _sketch.Bottom;
            if (words is null)
            {
                Row(ref top, null, written.Name, null, isWritten: true);
                Row(ref top, null, "the rest is not described", null, isWritten: false, dashes: "4 3");
                _objectBottom = top;
                _text.Add($"The word that is written: the {written.Name}. The other words are not described.");
                return;
            }

            foreach (var word in words) Row(ref top, word.Offset, word.Name, word.Bytes, word.Name == written.Name);
            if (padding > 0) Row(ref top, words[^1].Offset + words[^1].Bytes, "free, to align the next", padding, isWritten: false, dashes: "4 3");
            _objectBottom = top;
            _text.Add($"Its words, by their offset from {(address is null ? "its address" : "that address")}: {string.Join("; ", words.Select(word => $"{Offset(word.Offset)}: {word.Name}, {Bytes(word.Bytes)}"))}.");
        }

        private void Written(LayoutWord? word, ulong? address) =>
            Say(word is null ? $"No word of it is called {written.Name}."
                : address is { } at ? $"The word that is written: the {word.Name}, at {Hex(at + (ulong)word.Offset)}." : $"The word that is written: the {word.Name}.");

        private LayoutWord? Find(IReadOnlyList<LayoutWord>? words) => words?.FirstOrDefault(word => word.Name == written.Name);

        private void Row(ref double top, long? offset, string name, long? bytes, bool isWritten, string? dashes = null)
        {
            var area = new Area(WordX, top, WordWidth, RowHeight);
            if (offset is { } at) _sketch.Text(Offset(at), WordX - 8, area.MiddleY + 4, Style.Code, "end");
            _sketch.Box(area, new BoxLook(isWritten ? Palette.Written : null) { Radius = 0, Dashes = dashes }, (name, Style.Plain with { IsBold = isWritten }));
            var note = (bytes, isWritten) switch
            {
                ({ } size, true) => $"{Bytes(size)}, written",
                ({ } size, false) => Bytes(size),
                (null, true) => "written",
                _ => "",
            };
            if (note.Length > 0) _sketch.Text(note, area.Right + 8, area.MiddleY + 4, Style.Small with { IsBold = isWritten, Opacity = isWritten ? 1 : 0.8 });
            top = area.Bottom;
        }

        /// <summary>The page on which the written word lies, as a strip from its first to its last byte; the object above is a part of it, enlarged.</summary>
        private void Page(ObjectExtent element, ObjectPlaces places, LayoutWord? word)
        {
            const double enlarging = 30;
            var (start, end) = PageOf(element, word);
            _sketch.Space(enlarging);
            var strip = new Area(Sketch.Margin, _sketch.Bottom, Sketch.Inner, StripHeight);
            _sketch.Patch(strip, null, 0.06);
            List<ObjectExtent> objects = [.. places.On(start / (ulong)Run.PageSize)];
            _sketch.Patches(objects.Select(one => Part(one.Start, one.End)), null, BoxLook.Shared);
            if (word is not null)
            {
                var written = objects.Where(one => one.Placed.IsElement).Select(one => Part(one.Placed.Address + (ulong)word.Offset, one.Placed.Address + (ulong)(word.Offset + word.Bytes)));
                _sketch.Patches(written.Where(part => part.Width > 0), Palette.Written);
            }

            _sketch.Box(strip, new BoxLook { Tint = 0, Radius = 0 });
            var shown = Part(element.Start, element.Start + (ulong)element.Distance);
            _sketch.Box(shown with { Y = strip.Y - 3, Height = strip.Height + 6 }, new BoxLook { Tint = 0, Radius = 0, Opacity = 1, StrokeWidth = 1.2 });
            _sketch.Line(WordX, _objectBottom, shown.X, strip.Y - 3, new LineLook(Opacity: 0.7, Dashes: "3 3"));
            _sketch.Line(WordX + WordWidth, _objectBottom, shown.Right, strip.Y - 3, new LineLook(Opacity: 0.7, Dashes: "3 3"));
            var y = strip.Bottom + 18;
            _sketch.Text($"{start:x}", strip.X, y, Style.Code);
            _sketch.Text("its page", Sketch.Width / 2, y, Style.Small, "middle");
            _sketch.Text($"{end - 1:x}", strip.Right, y, Style.Code, "end");
            _sketch.Space(4);

            Area Part(ulong from, ulong to)
            {
                if (to <= start || from >= end) return strip with { Width = 0 };
                var (left, right) = (Math.Max(from, start) - start, Math.Min(to, end) - start);
                var unit = strip.Width / Run.PageSize;
                return strip with { X = strip.X + (left * unit), Width = (right - left) * unit };
            }
        }

        private void Explain(ObjectExtent element, ObjectPlaces places, LayoutWord? word)
        {
            var (start, end) = PageOf(element, word);
            var elements = places.On(start / (ulong)Run.PageSize).Where(one => one.Placed.IsElement).ToList();
            var whole = elements.Count(one => one.Start >= start && one.End <= end);
            var cut = elements.Count - whole;
            Say($"The page from {Hex(start)} to {Hex(end - 1)} has {Bytes(Run.PageSize)} and holds {Numbers.Count(whole)} elements whole{(cut == 0 ? "" : $" and {Numbers.Count(cut)} in part")}, "
                + $"one every {Bytes(element.Distance)}.");
            if (word is not null) Say($"A write to the {word.Name} of any of them copies the whole page: {Bytes(Run.PageSize)} for {Numbers.Count(word.Bytes)}. The next write to the page copies nothing.");
        }

        private static (ulong Start, ulong End) PageOf(ObjectExtent element, LayoutWord? word)
        {
            var size = (ulong)Run.PageSize;
            var start = (element.Placed.Address + (ulong)(word?.Offset ?? 0)) / size * size;
            return (start, start + size);
        }

        private void Say(string sentence)
        {
            _sketch.Space(2).Paragraph(sentence);
            _text.Add(sentence);
        }

        private static string Article(string type) => $"A{Wording.A(type)[1..]}";

        private static string Offset(long offset) => offset < 0 ? $"−{-offset}" : offset == 0 ? "0" : $"+{offset}";

        private static string Bytes(long bytes) => $"{Numbers.Count(bytes)} {(bytes == 1 ? "byte" : "bytes")}";
    }
}
