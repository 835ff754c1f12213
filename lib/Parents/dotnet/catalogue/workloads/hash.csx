// Asks each object for its identity hash code, which is stored in the header word from then on.
// writes: header word
foreach (var element in part.Elements(heap)) RuntimeHelpers.GetHashCode(element.Object);
