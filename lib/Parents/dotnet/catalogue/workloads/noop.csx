// Does nothing, to measure the faults that any child has.
// writes: nothing
