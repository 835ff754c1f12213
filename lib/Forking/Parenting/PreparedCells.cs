using System.Text;
using CowNotebooks.Forking.Messages;

namespace CowNotebooks.Forking.Parenting;

/// <summary>The prepared cells of a process, by file name as requests spell it.</summary>
internal sealed class PreparedCells
{
    private readonly List<(byte[] File, IPreparedCell Cell)> _cells = [];

    /// <summary>Answers the requests that are about one cell, and are not measured; null for any other.</summary>
    public Answer? Answer(string[] words, ICells cells)
    {
        switch (words)
        {
            case [Request.PrepareWord, var file]:
                Add(file, cells.Prepare(file));
                return Messages.Answer.Ok();
            case [Request.ShowWord, var file]:
                return Messages.Answer.OfCell(Find(Request.FileBytes(file)).Show());
            default:
                return null;
        }
    }

    /// <summary>Allocates nothing when the cell is found. The latest is tried first.</summary>
    public IPreparedCell Find(ReadOnlySpan<byte> file)
    {
        for (var i = _cells.Count - 1; i >= 0; i--)
        {
            if (file.SequenceEqual(_cells[i].File)) return _cells[i].Cell;
        }

        throw new InvalidOperationException($"{Encoding.UTF8.GetString(file)} was not prepared.");
    }

    private void Add(string file, IPreparedCell cell)
    {
        var bytes = Request.FileBytes(file);
        _cells.RemoveAll(known => known.File.AsSpan().SequenceEqual(bytes));
        _cells.Add((bytes, cell));
    }
}
