namespace CowNotebooks.Sizing.Walking;

/// <summary>Why a walk ended.</summary>
internal enum WalkResult
{
    Done,

    /// <summary>There were more objects to follow than the mark stack holds.</summary>
    StackFull,

    /// <summary>The graph has more types than there is room for.</summary>
    TypesFull,

    /// <summary>The heap is wider than the native memory set aside for notes.</summary>
    NotesFull,
}
