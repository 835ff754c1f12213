using CowNotebooks.Sizing.Native;

namespace CowNotebooks.Sizing.Walking;

/// <summary>One array worth naming.</summary>
internal readonly record struct ArrayNote(long Bytes, long Length, int Type);

/// <summary>The largest arrays seen so far, largest first, in native memory.</summary>
internal unsafe struct ArrayNotes
{
    private readonly ArrayNote* _notes;
    private readonly int _wanted;

    public ArrayNotes(Arena arena, int wanted)
    {
        _wanted = wanted;
        _notes = (ArrayNote*)arena.TakeOrThrow((nuint)(wanted * sizeof(ArrayNote)));
        Floor = wanted == 0 ? long.MaxValue : 0;
    }

    public int Count { get; private set; }

    /// <summary>An array of no more bytes than this is not worth adding.</summary>
    public long Floor { get; private set; }

    public readonly ArrayNote this[int index] => _notes[index];

    public void Add(ArrayNote note)
    {
        var place = Count < _wanted ? Count++ : _wanted - 1;
        for (; place > 0 && _notes[place - 1].Bytes < note.Bytes; place--) _notes[place] = _notes[place - 1];
        _notes[place] = note;
        if (Count == _wanted) Floor = _notes[_wanted - 1].Bytes;
    }
}
