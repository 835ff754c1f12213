// Locks and unlocks each object: the lock is a few bits of the header word, which afterwards has its old value.
// writes: header word
foreach (var element in part.Elements(heap)) lock (element.Object) { }
