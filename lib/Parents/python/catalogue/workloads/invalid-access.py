# Reads where nothing is mapped: the kernel ends the child by SIGSEGV.
# writes: nothing
# ends: child
import ctypes
ctypes.CDLL(None).prctl(4, 0)  # PR_SET_DUMPABLE: no core file
ctypes.string_at(4096)  # the second page is never mapped
