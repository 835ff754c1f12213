// GCLatencyMode.LowLatency: generation 2 is collected only when memory is short, or when it is asked for. Generation 0 gets a smaller budget, so that it is collected more often than by default.
// runs in: parent
System.Runtime.GCSettings.LatencyMode = System.Runtime.GCLatencyMode.LowLatency;
