// Arrays of one number, all in the pinned-object heap, where nothing moves.
// bytes: 40
var heap = new long[count][];
for (long i = 0; i < count; i++) heap[i] = GC.AllocateUninitializedArray<long>(1, pinned: true);
