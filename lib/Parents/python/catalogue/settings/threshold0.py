# The collector never starts by itself.
# runs in: parent
import gc
if not hasattr(gc, 'set_threshold'):
    raise ValueError('gc.set_threshold() is CPython\'s, and this is PyPy, whose collector has no thresholds. Choose another gc setting.')
gc.set_threshold(0)
