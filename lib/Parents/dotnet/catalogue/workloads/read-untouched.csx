// Reads one byte of each page of fresh memory: the kernel maps the zero page.
// writes: nothing
MappedPages.Fresh(part).Read();
