// The collector compacts as soon as 1 in 10 bytes of the heap is unused.
// environment: DOTNET_GCConserveMemory=9
// runs in: start
