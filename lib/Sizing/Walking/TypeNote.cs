namespace CowNotebooks.Sizing.Walking;

/// <summary>What the walk knows of one type, and what it has seen of it. Lives in native memory.</summary>
internal struct TypeNote
{
    public nuint MethodTable;
    public uint BaseSize;

    /// <summary>The size of every object of the type, when it has no component size.</summary>
    public uint FixedBytes;
    public uint ComponentSize;
    public Shape Shape;

    /// <summary>How many series of references, for <see cref="Shape.Fields"/>; the first of them is kept here.</summary>
    public int Series;
    public int FirstOffset;
    public int FirstReferences;

    /// <summary>Its position among the notes and the samples.</summary>
    public int Index;

    /// <summary>A <see cref="Shape.Leaf"/> that is counted and no array.</summary>
    public bool IsSimpleLeaf;

    /// <summary>Objects of <see cref="Shape.Fields"/> that are counted, with all references in one series.</summary>
    public bool IsSimpleFields;

    /// <summary>Neither counted nor followed.</summary>
    public bool IsRuntimeOwned;

    /// <summary>Runtime-owned, and a reference led to one.</summary>
    public bool WasStoppedAt;

    /// <summary>An array, as against a string.</summary>
    public bool IsArray;

    /// <summary>Objects counted; one that is runtime-owned is reached, not counted.</summary>
    public long Objects;

    /// <summary>Kept only for types whose objects differ in size; see <see cref="Bytes"/>.</summary>
    public long VariableBytes;

    public readonly long Bytes => ComponentSize != 0 ? VariableBytes : Objects * FixedBytes;
}
