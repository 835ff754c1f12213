# The collector is switched off.
# runs in: parent
import gc
gc.disable()
