// Reads an address where nothing is mapped, for which the kernel ends the child by SIGSEGV.
// writes: nothing
// ends: child
MappedPages.ReadUnmapped();
