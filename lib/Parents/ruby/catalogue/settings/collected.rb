# Everything is collected before the fork, four times, so that the objects which are left are old.
# runs in: parent
4.times { GC.start }
