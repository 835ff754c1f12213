namespace CowNotebooks.Lab.Attaching;

/// <summary>Gathers the pages of a process in parts of equal length, few enough to draw, without knowing beforehand how many pages there are.</summary>
internal sealed class PageOutline
{
    // Even, since parts are merged in pairs when there are too many.
    private const int MostParts = 400;

    private readonly ulong[] _first = new ulong[MostParts], _last = new ulong[MostParts];
    private readonly long[] _counts = new long[MostParts * PageCounts.Kinds];
    private int _parts;
    private long _perPart = 1, _held;

    /// <summary>Pages come in the order of addresses.</summary>
    public void Add(ulong page, PageShare share)
    {
        if (_parts == 0 || _held == _perPart)
        {
            if (_parts == MostParts) Merge();
            _first[_parts++] = page;
            _held = 0;
        }

        _last[_parts - 1] = page;
        _counts[((_parts - 1) * PageCounts.Kinds) + (int)share]++;
        _held++;
    }

    public IReadOnlyList<PagePart> Build() =>
        [.. Enumerable.Range(0, _parts).Select(i => new PagePart(_first[i], _last[i], new(_counts.AsSpan(i * PageCounts.Kinds, PageCounts.Kinds))))];

    private void Merge()
    {
        for (var i = 0; i < MostParts / 2; i++)
        {
            (_first[i], _last[i]) = (_first[2 * i], _last[(2 * i) + 1]);
            for (var kind = 0; kind < PageCounts.Kinds; kind++)
                _counts[(i * PageCounts.Kinds) + kind] = _counts[(2 * i * PageCounts.Kinds) + kind] + _counts[(((2 * i) + 1) * PageCounts.Kinds) + kind];
        }

        _counts.AsSpan(MostParts / 2 * PageCounts.Kinds).Clear();
        _parts = MostParts / 2;
        _perPart *= 2;
    }
}
