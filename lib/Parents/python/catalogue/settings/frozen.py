# The collector leaves alone what was there before the fork.
# runs in: parent
import gc
import sys
if not hasattr(gc, 'freeze'):
    version = sys.version.split()[0]
    raise ValueError('gc.freeze() came with CPython 3.7, and this is %s. Choose another gc setting or a newer python.' % version)
gc.freeze()
