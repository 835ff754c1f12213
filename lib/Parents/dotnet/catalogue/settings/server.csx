// Server GC: a heap and a thread of the collector for each core. The second line keeps it from starting by itself: before some 2 GB are allocated on a machine with 24 GB, as the runtime grants a part of the 4 GB asked for.
// environment: DOTNET_gcServer=1
// environment: DOTNET_GCgen0size=0x100000000
// cannot collect: the collector's threads were not forked, and the child would wait for them for ever
// runs in: start
