namespace CowNotebooks.Sizing.Layout;

/// <summary>
/// The runtime's description of a type, as far as sizes and references need it.
/// <code>
///    MethodTable, 64-bit
///     +0  uint32 flags       0x80000000 has a component size, then the low 16 bits are that size
///                            0x01000000 contains references
///     +4  uint32 base size   header and all fixed parts
///    +16  MethodTable*       of the base class
/// </code>
/// As in .NET 10. Source: dotnet/runtime, src/coreclr/vm/methodtable.h and
/// src/coreclr/System.Private.CoreLib/src/System/Runtime/CompilerServices/RuntimeHelpers.CoreCLR.cs.
/// </summary>
internal readonly unsafe struct TypeLayout(nuint methodTable)
{
    private const uint HasComponentSize = 0x80000000, ContainsReferences = 0x01000000;

    public nuint MethodTable => methodTable;

    public uint ComponentSize => (Flags & HasComponentSize) != 0 ? Flags & 0xFFFF : 0;

    public uint BaseSize => *(uint*)(methodTable + 4);

    public bool HasReferences => (Flags & ContainsReferences) != 0;

    public TypeLayout Base => new(*(nuint*)(methodTable + 16));

    private uint Flags => *(uint*)methodTable;

    /// <summary>Whether the type is, or derives from, one of those listed.</summary>
    public bool IsOneOf(ReadOnlySpan<nuint> methodTables)
    {
        for (var type = this; type.MethodTable != 0; type = type.Base)
        {
            if (methodTables.Contains(type.MethodTable)) return true;
        }
        return false;
    }
}
