// Adds one to a field of each element and takes it off again: what CPython does to read an object.
// writes: field
foreach (var element in part.Elements(heap))
{
    // Volatile, so that the compiler does not see that nothing came of it.
    Volatile.Write(ref element.Field, element.Field + 1);
    Volatile.Write(ref element.Field, element.Field - 1);
}
