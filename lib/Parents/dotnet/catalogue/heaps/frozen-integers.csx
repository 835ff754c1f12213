// As boxed-integers, all in a frozen segment, as string literals are: memory that the collector neither marks nor moves.
// bytes: 32
var heap = FrozenSegment.Integers(count);
