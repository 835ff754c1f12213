// Forbids collections until 64 MB are allocated. Entering this may itself collect.
// collects: yes
// unknown: what a collection writes depends on what it finds
// runs in: child
// It runs before each cell of a child, and the child stays in the region meanwhile.
if (System.Runtime.GCSettings.LatencyMode != System.Runtime.GCLatencyMode.NoGCRegion && !GC.TryStartNoGCRegion(64L << 20)) throw new InvalidOperationException("The runtime could not promise that nothing will be collected.");
