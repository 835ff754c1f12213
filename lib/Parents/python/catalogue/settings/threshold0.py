# The collector never starts by itself.
# runs in: parent
import gc
gc.set_threshold(0)
