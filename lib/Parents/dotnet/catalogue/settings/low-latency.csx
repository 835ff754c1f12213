// GCLatencyMode.LowLatency: generation 2 is collected only when memory is short, or when it is asked for.
// runs in: parent
System.Runtime.GCSettings.LatencyMode = System.Runtime.GCLatencyMode.LowLatency;
