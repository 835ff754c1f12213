// Adds one to a field of each element and subtracts it again, as CPython does to read an object.
// writes: field
foreach (var element in part.Elements(heap))
{
    // Volatile, so that the compiler does not remove the pair of writes.
    Volatile.Write(ref element.Field, element.Field + 1);
    Volatile.Write(ref element.Field, element.Field - 1);
}
