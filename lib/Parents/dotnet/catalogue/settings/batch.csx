// GCLatencyMode.Batch: every collection stops the program until it is done. What the parent starts with.
// runs in: parent
System.Runtime.GCSettings.LatencyMode = System.Runtime.GCLatencyMode.Batch;
