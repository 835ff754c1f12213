// Does nothing.
// writes: nothing
