// One long[], the contrast: a million elements and a single object, so there is a single header to lock or hash.
// bytes: 8
var heap = new long[count];
for (long i = 0; i < count; i++) heap[i] = i;
