// As boxed-integers, all in generation 0: nothing is collected while they are allocated, nor before the fork.
// bytes: 32
BeginYoung(count);
var heap = new object[count];
for (long i = 0; i < count; i++) heap[i] = i;
EndYoung(generation: 0);
