// Reads one byte of each page of fresh memory: the kernel lets the page of zeros stand in.
// writes: nothing
MappedPages.Fresh(part).Read();
