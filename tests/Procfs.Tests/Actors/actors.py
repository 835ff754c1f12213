# A parent and its child with two private regions: 'a', anonymous, and 'f', of a file. Told line by line who does what to which page:
# "parent|child write|read|drop|cool a|f PAGE"; cool takes the whole file out of memory. Page 0 to 31 of 'a' are written before the fork; from 32 on they are untouched.
import ctypes
import mmap
import os
import sys
import tempfile

PAGE = mmap.PAGESIZE
a = mmap.mmap(-1, 64 * PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
a.madvise(15)  # MADV_NOHUGEPAGE
with tempfile.TemporaryFile() as file:
    file.write(b'x' * 16 * PAGE)
    file.flush()
    os.fsync(file.fileno())
    f = mmap.mmap(file.fileno(), 16 * PAGE, flags=mmap.MAP_PRIVATE)
    descriptor = os.dup(file.fileno())
regions = {'a': a, 'f': f}
for page in range(32):
    a[page * PAGE] = 1


def address(region):
    return ctypes.addressof(ctypes.c_char.from_buffer(region))


def act(what, region, page):
    region, at = regions[region], int(page) * PAGE
    if what == 'write':
        region[at] = 2
    elif what == 'read':
        region[at]
    elif what == 'cool':
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    elif what == 'drop':
        region.madvise(mmap.MADV_DONTNEED, at, PAGE)


to_child, from_child = os.pipe(), os.pipe()
starts = '%d %d' % (address(a), address(f))
child = os.fork()
if child == 0:
    os.close(to_child[1])
    while True:
        line = os.read(to_child[0], 64)
        if not line:
            os._exit(0)
        act(*line.decode().split())
        os.write(from_child[1], b'k')
os.close(to_child[0])
print(child, starts, flush=True)
for line in sys.stdin:
    who, rest = line.strip().split(' ', 1)
    if who == 'child':
        os.write(to_child[1], rest.encode())
        os.read(from_child[0], 1)
    else:
        act(*rest.split())
    print('ok', flush=True)
os.close(to_child[1])
os.waitpid(child, 0)
