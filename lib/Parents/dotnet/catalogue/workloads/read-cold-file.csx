// Reads one byte of each page of a file that is on the disk and not in memory: a major fault each. Where temporary files live in memory they are minor.
// writes: nothing
// maps: files
MappedPages.OfColdFile(part).Read();
