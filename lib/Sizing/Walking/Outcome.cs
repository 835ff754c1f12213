namespace CowNotebooks.Sizing.Walking;

/// <summary>Why a walk ended.</summary>
internal enum Outcome
{
    Done,

    /// <summary>More objects waited than the stack holds.</summary>
    StackFull,

    /// <summary>The graph has more types than there is room for.</summary>
    TypesFull,

    /// <summary>The heap is wider than the native memory set aside for notes.</summary>
    NotesFull,
}
