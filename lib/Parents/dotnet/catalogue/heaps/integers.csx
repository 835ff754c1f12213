// One long[], for contrast: a million elements in a single object, with a single header to lock or hash.
// bytes: 8
var heap = new long[count];
for (long i = 0; i < count; i++) heap[i] = i;
