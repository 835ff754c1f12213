// Reads every element.
// writes: nothing
long sum = 0;
foreach (var element in part.Elements(heap)) sum += element.Field;
Use(sum);
