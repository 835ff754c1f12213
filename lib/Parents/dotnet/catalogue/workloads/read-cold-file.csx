// Reads one byte of each page of a file that is not in memory: a major fault each; minor where temporary files are on tmpfs.
// writes: nothing
// maps: files
MappedPages.OfColdFile(part).Read();
