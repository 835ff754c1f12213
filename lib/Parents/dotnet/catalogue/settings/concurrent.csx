// Background collections, on a thread of their own.
// environment: DOTNET_gcConcurrent=1
// refused: a background collection needs its own thread, and a child has one thread
// runs in: start
