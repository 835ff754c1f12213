# The collector is switched off. In PyPy its major collections alone: the minor ones, of new objects, go on.
# runs in: parent
import gc
gc.disable()
