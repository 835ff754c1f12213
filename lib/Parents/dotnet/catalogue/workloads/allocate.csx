// Allocates one new object for each element and forgets it.
// unknown: it allocates, and where new objects go is the runtime's choice
object last;
foreach (var element in part.Elements(heap)) last = (long)element.Field;
