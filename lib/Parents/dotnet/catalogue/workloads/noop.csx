// Does nothing: what is measured are the faults that any child has.
// writes: nothing
