// A string[] of distinct strings.
// bytes: 40
var heap = new string[count];
for (long i = 0; i < count; i++) heap[i] = $"string {i}";
