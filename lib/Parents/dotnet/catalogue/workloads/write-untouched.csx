// Writes one byte of each page of fresh memory: the kernel gives a new page for each.
// writes: nothing
MappedPages.Fresh(part).Write();
