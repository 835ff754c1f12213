using System.Globalization;
using CowNotebooks.Forking;
using CowNotebooks.Lab;
using CowNotebooks.Lab.Pages;
using CowNotebooks.Procfs.Pages;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Pictures;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>Page tables and frames.</content>
public sealed partial class Picture
{
    /// <summary>
    /// The page tables of parent and child before and after a run, for a few pages around the first that was copied, with their addresses and frame numbers. Without
    /// CAP_SYS_ADMIN the kernel hides the numbers, and the page map says only which pages are shared. Of a run without a page map it shows the idea.
    /// </summary>
    /// <param name="run">The run.</param>
    public static Picture PageTables(Run run) => run.Pages is { Excerpt: { Count: > 0 } rows } pages
        ? PageTablePicture.OfRun(run, pages, rows)
        : PageTablePicture.OfIdea(run);

    private static class PageTablePicture
    {

        public static Picture OfRun(Run run, RunPages pages, IReadOnlyList<PageTableRow> rows)
        {
            var kinds = new PageKinds(run, pages);
            var views = rows.Select(row => new View(row, run.By, kinds.Of(row.Page), kinds.Styles)).ToList();
            var heading = run.Copied!.Count switch
            {
                1 => "1 page was copied: here with its neighbours",
                > 1 and var copied => $"{Numbers.Count(copied)} pages were copied: here the first with its neighbours",
                _ when views.All(view => view.IsSharedAfter) => "No page was copied: both sides still use the same frames",
                _ => "No page was copied",
            };
            var sketch = new Sketch().Paragraph(heading, Style.Heading);
            PageTablePanel.Draw(sketch, "Before", [.. views.Select(view => view.Before)]);
            PageTablePanel.Draw(sketch, "After", [.. views.Select(view => view.After)]);
            sketch.Space(4);
            Legend.Draw(sketch, views.SelectMany(view => view.Legend).Distinct().OrderBy(one => one.Text));
            var notes = Notes(run, pages, rows).ToList();
            if (notes.Count > 0) sketch.Space(4).Paragraph(string.Join(' ', notes), Style.Small);
            return new(sketch, [$"{heading}.", .. views.Select(view => view.Sentence), .. notes]);
        }

        public static Picture OfIdea(Run run)
        {
            const string frame = "frame ";
            var why = run.IsRecorded ? "The run is a recording, which has no page tables." : run.PageMap is { IsThere: false, Why: { Length: > 0 } reason } ? reason : "There was no anonymous memory.";
            var heading = "The idea, not measured here: a write copies one page";
            PageTableLine[] before = [.. Enumerable.Range(1, 3).Select(i => Shared(i))];
            var written = new PageTableLine("page 2", new($"{frame}2", $"{frame}2", "its own", null), new($"{frame}2′", $"{frame}2′", "written, copied", Palette.DifferingPage));
            PageTableLine[] after = [Shared(1), written, Shared(3)];
            var sketch = new Sketch().Paragraph(heading, Style.Heading);
            PageTablePanel.Draw(sketch, "After the fork", before, isCode: false);
            PageTablePanel.Draw(sketch, "After the child has written to page 2", after, isCode: false);
            sketch.Space(6).Paragraph(why, Style.Small);
            return new(sketch,
            [
                $"{heading}. After the fork the page tables of parent and child lead to the same frames. When the child writes to page 2, it gets a copy of frame 2, and the parent keeps the original; the other pages stay shared.",
                why,
            ]);

            static PageTableLine Shared(int i)
            {
                var slot = new PageSlot($"{frame}{i}", $"{frame}{i}", "shared", Palette.SharedPage);
                return new($"page {i}", slot, slot);
            }
        }

        private static IEnumerable<string> Notes(Run run, RunPages pages, IReadOnlyList<PageTableRow> rows)
        {
            if (!pages.Before.HasFrames || !pages.After.HasFrames) yield return "Without CAP_SYS_ADMIN the kernel hides frame numbers: whether a frame is shared is what the page map says (bit 56).";
            if (rows.All(row => row.Other is null)) yield return run.By == Role.Child ? "The parent's pages could not be read." : "There was no child to share pages with.";
            if (!pages.IsCertain) yield return "The other side took faults too, so that it may have made a copy.";
        }

        /// <summary>One page of both sides, before and after.</summary>
        private sealed class View
        {
            private readonly PageTableRow _row;
            private readonly Role _by;
            private readonly PageKind _kind;
            private readonly IReadOnlyList<KindStyle> _styles;
            private readonly bool _sharedBefore, _sharedAfter;

            public View(PageTableRow row, Role by, PageKind kind, IReadOnlyList<KindStyle> styles)
            {
                (_row, _by, _kind, _styles) = (row, by, kind, styles);
                _sharedBefore = AreOne(row.Before, row.Other);
                // The other side's entry is that after the run, when a page that was copied has left it alone with the original.
                _sharedAfter = AreOne(row.After, row.Other) && !row.After.IsOwn && row.Other is not { IsOwn: true };
            }

            public bool IsSharedAfter => _sharedAfter;

            public PageTableLine Before => Line(_row.Before, _sharedBefore, isAfter: false);

            public PageTableLine After => Line(_row.After, _sharedAfter, isAfter: true);

            public IEnumerable<(string? Colour, string Text)> Legend => new[] { Before, After }.SelectMany(line => new[] { line.Parent, line.Child }).OfType<PageSlot>()
                .Where(slot => slot.Frame is not null).Select(slot => (slot.Colour, slot.Colour is null ? "one process's own" : _styles.First(style => style.Colour == slot.Colour).Name));

            /// <summary>The same in words.</summary>
            public string Sentence => $"Page {Address}: before, {Told(Before)}; after, {Told(After)}.";

            private string Address => _row.Address.ToString("x", CultureInfo.InvariantCulture);

            private PageTableLine Line(PageTableEntry mine, bool isShared, bool isAfter)
            {
                var (ran, waited) = (Slot(mine, isShared, isMine: true, isAfter), _row.Other is { } other ? Slot(other, isShared, isMine: false, isAfter) : null);
                return new(Address, _by == Role.Child ? waited : ran, _by == Role.Child ? ran : waited);
            }

            private PageSlot Slot(PageTableEntry entry, bool isShared, bool isMine, bool isAfter)
            {
                if (entry.Traits == PageTraits.None) return new(null, "", "no page", null);
                if (entry.Traits.HasFlag(PageTraits.Swapped)) return new(null, "", "on swap", null);
                if (entry.Traits.HasFlag(PageTraits.Zero)) return new("zero", "zero page", "only read", null);
                if (entry.Traits.HasFlag(PageTraits.FileOrShared)) return new("file", "page of a file", "of a file", null);
                var (key, label) = entry.Frame is { } frame ? (frame.ToString("x", CultureInfo.InvariantCulture), frame.ToString("x", CultureInfo.InvariantCulture))
                    : isShared ? ("both", "one frame") : (isMine ? "mine" : "other", entry.IsOwn ? "own frame" : "another frame");
                if (isShared) return new(key, label, "shared", Palette.SharedPage);
                if (isMine && isAfter && _kind != PageKind.Shared) return new(key, label, _row.Change.ToString().ToLowerInvariant(), _styles[(int)_kind].Colour);
                return entry.IsOwn ? new(key, label, "its own", null) : new(key, label, "shared", Palette.SharedPage);
            }

            private static string Told(PageTableLine line) => line switch
            {
                { Parent: { Frame: { } one } parent, Child: { Frame: { } other } } when one == other => $"parent and child share {Named(parent)}",
                _ => string.Join(", ", new[] { ("the parent", line.Parent), ("the child", line.Child) }.Where(side => side.Item2 is not null).Select(side => $"{side.Item1} has {Named(side.Item2!)}")),
            };

            private static string Named(PageSlot slot) => slot.Frame is null ? slot.State : slot.Frame == slot.Label ? $"frame {slot.Label} ({slot.State})" : $"{slot.Label} ({slot.State})";

            /// <summary>Whether both lead to one frame: by its number, and where that is hidden because neither has it for itself.</summary>
            private static bool AreOne(PageTableEntry mine, PageTableEntry? other) => other is { } theirs
                && (mine.Frame is { } frame ? theirs.Frame == frame : mine is { IsAnonymous: true, IsOwn: false } && theirs.IsAnonymous);
        }
    }
}
