// Locks and unlocks each object: the lock is a few bits of the header word, which is as before afterwards.
// writes: header word
foreach (var element in part.Elements(heap)) lock (element.Object) { }
