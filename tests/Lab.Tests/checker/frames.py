"""What both checkers read of the kernel: entries of a pagemap, and the frames of the zero pages."""
import array
import ctypes
import mmap
import os
import sys

PAGE = mmap.PAGESIZE
# pagemap: bit 63 in RAM, bit 62 on swap, bit 61 a page of a file or of shared memory, bits 0-54 the frame when it is in RAM.
# A guard region (bit 58) has the bit of swap, and no page.
PRESENT, SWAPPED, FILE, GUARD, FRAME = 1 << 63, 1 << 62, 1 << 61, 1 << 58, (1 << 55) - 1
GAP = 16  # frames of others that are read too where that saves a call


def numbers_of(descriptor, first, count):
    """That many of the 64-bit numbers that these files consist of."""
    data = b''
    while len(data) < 8 * count:
        more = os.pread(descriptor, 8 * count - len(data), 8 * first + len(data))
        if not more:
            break
        data += more
    return array.array('Q', data)


def counts_of(kpagecount, frames):
    """How often each of these frames, by page, is mapped: read in runs of neighbours, whose count takes hardly longer than that of one frame."""
    counts, run = {}, []
    for frame in sorted(set(frames.values())) + [None]:
        if run and (frame is None or frame - run[-1] > GAP):
            numbers = numbers_of(kpagecount, run[0], run[-1] - run[0] + 1)
            counts.update((one, numbers[one - run[0]]) for one in run)
            run = []
        run.append(frame)
    return {page: counts[frame] for page, frame in frames.items()}


def find_zeros():
    """The frames of the zero page and of the huge one: what the kernel shows here for pages that are only read. Kept mapped, so that nobody else can get them."""
    frames, kept = set(), []
    with open('/proc/self/pagemap', 'rb', 0) as pagemap:
        for size, advice in ((PAGE, 15), (4 << 20, 14)):  # MADV_NOHUGEPAGE, MADV_HUGEPAGE
            memory = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
            start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
            ctypes.CDLL(None).madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), advice)
            sum(memory[at] for at in range(0, size, PAGE))
            frames |= {entry & FRAME for entry in numbers_of(pagemap.fileno(), start // PAGE, size // PAGE) if entry & PRESENT}
            kept.append(memory)
    if frames == {0}:
        sys.exit('Frame numbers are hidden. Run as root.')
    return frames, kept
