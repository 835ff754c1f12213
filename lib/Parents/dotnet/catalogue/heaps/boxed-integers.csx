// An object[] of boxed longs, 24 bytes each: the closest equivalent of a CPython list of ints. The parent collects before it forks, so they are in generation 2.
// bytes: 32
// default: yes
var heap = new object[count];
for (long i = 0; i < count; i++) heap[i] = i;
