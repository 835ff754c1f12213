// Prints every element.
// unknown: it allocates, and where new objects go is the runtime's choice
foreach (var item in part.Of(heap)) Console.WriteLine(item);
