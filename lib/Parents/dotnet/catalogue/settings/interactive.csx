// GCLatencyMode.Interactive, which allows background collections: none is possible here, so that it does what Batch does.
// runs in: parent
System.Runtime.GCSettings.LatencyMode = System.Runtime.GCLatencyMode.Interactive;
