// Writes elements that lie in pages whose number is a multiple of n, with the value they have.
// writes: field
// parameter: n
// every: n
foreach (var element in part.Elements(heap))
{
    if (element.Page % n == 0) Volatile.Write(ref element.Field, element.Field);
}
