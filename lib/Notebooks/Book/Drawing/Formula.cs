namespace CowNotebooks.Notebooks.Book.Drawing;

/// <summary>LaTeX in a text.</summary>
/// <param name="Raw">As it stands in the text.</param>
/// <param name="Source">With its delimiters, without what belongs to the text around it (the <c>&gt;</c> of a quotation).</param>
/// <param name="IsDisplay">True for a formula on lines of its own.</param>
internal sealed record Formula(string Raw, string Source, bool IsDisplay);
