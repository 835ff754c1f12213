# The collector is switched off.
# runs in: parent
GC.disable
