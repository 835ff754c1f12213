// Forbids collections until 64 MB are allocated. Entering this may itself collect.
// collects: yes
// unknown: what a collection writes depends on what it finds
// runs in: child
if (!GC.TryStartNoGCRegion(64L << 20)) throw new InvalidOperationException("The runtime could not promise that nothing will be collected.");
