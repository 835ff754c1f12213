// The collector does not start by itself before 4 GB are allocated.
// environment: DOTNET_GCgen0size=0x100000000
// runs in: start
