# Does nothing.
# writes: nothing
