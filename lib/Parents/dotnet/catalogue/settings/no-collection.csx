// The collector does not start by itself before some 130 MB are allocated: of the 4 GB asked for the runtime grants no more.
// environment: DOTNET_GCgen0size=0x100000000
// runs in: start
