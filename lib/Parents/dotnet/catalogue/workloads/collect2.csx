// Collects garbage up to generation 2, in the first part.
// collects: yes
// unknown: what a collection writes depends on what it finds
if (part.Number == 0) GC.Collect(2);
