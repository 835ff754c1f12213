# The collector ignores objects that existed before the fork.
# runs in: parent
import gc
import sys
if not hasattr(gc, 'freeze'):
    this = 'PyPy' if '__pypy__' in sys.builtin_module_names else sys.version.split()[0]
    raise ValueError('gc.freeze() needs CPython 3.7 or later, and this is %s. Choose another gc setting or a newer python.' % this)
gc.freeze()
