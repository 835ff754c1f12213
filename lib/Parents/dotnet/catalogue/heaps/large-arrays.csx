// Numbers in arrays of 12,500, each 100 kB and so in the large-object heap: few objects, and much memory.
// bytes: 9
var heap = new long[(count + 12_499) / 12_500][];
for (long i = 0; i < heap.Length; i++) heap[i] = new long[12_500];
