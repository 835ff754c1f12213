// As boxed-integers, all in generation 1: they survive one collection, and there is none before the fork. From some 6,000 on they may exceed what the
// collector allows that generation, 160 kB or more, and it then collects it whenever it is asked for generation 0.
// bytes: 32
BeginYoung(count);
var heap = new object[count];
for (long i = 0; i < count; i++) heap[i] = i;
EndYoung(generation: 1);
