// Collects everything once, before the work.
// collects: yes
// unknown: what a collection writes depends on what it finds
// runs in: child
GC.Collect();
