// GCLatencyMode.SustainedLowLatency: generation 2 is collected in the background.
// refused: it needs background collections, whose own thread a child does not have; the runtime stays in Batch mode
// runs in: parent
System.Runtime.GCSettings.LatencyMode = System.Runtime.GCLatencyMode.SustainedLowLatency;
