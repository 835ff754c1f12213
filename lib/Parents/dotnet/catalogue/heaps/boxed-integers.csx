// An object[] of boxed longs, 24 bytes each: the closest equivalent of a CPython list of ints.
// bytes: 32
// default: yes
var heap = new object[count];
for (long i = 0; i < count; i++) heap[i] = i;
