// Collects everything once, before the work.
// unknown: what a collection writes depends on what it finds
// runs in: child
GC.Collect();
