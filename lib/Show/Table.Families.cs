using CowNotebooks.Lab;
using CowNotebooks.Show.Drawing;
using CowNotebooks.Show.Drawing.Tables;

namespace CowNotebooks.Show;

/// <content>Families of forks.</content>
public sealed partial class Table
{
    // Of every family; the others have a column where one of the members has such a page.
    private static readonly MemberFigure[] AlwaysShown =
        [MemberFigures.SharedWithParent, MemberFigures.SharedWithOthers, MemberFigures.PrivateIdentical, MemberFigures.PrivateDifferent, MemberFigures.New];

    /// <summary>The members of a family of forks, one row each: what each shares with the parent or with others, and what is private, in pages.</summary>
    /// <param name="family">What <see cref="Attach.To"/> found.</param>
    public static Table Members(Family family)
    {
        MemberFigure[] figures = [.. MemberFigures.OfPages.Where(figure => AlwaysShown.Contains(figure) || family.Members.Any(member => member[figure] > 0))];
        return new(
            $"Pages of {Numbers.Count(Run.PageSize)} bytes. Identical and different: private, beside the parent's page at the same address. {Kilobyte}",
            [new("Process", IsNumber: false), new(MemberFigures.Uss.Heading), .. figures.Select(figure => new Column(figure.Title))],
            family.Members.Select(
                string[] (member) => [Wording.Of(member), Numbers.Count(MemberFigures.Uss.Shown(member[MemberFigures.Uss])), .. figures.Select(figure => Numbers.Count(member[figure]))]),
            family.Notes);
    }
}
