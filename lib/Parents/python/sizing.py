# What a variable holds and where it lies. Only a scout imports this: walking writes reference counts.
import gc
import os
import sys
import types
from itertools import chain

PAGE_SHIFT = os.sysconf('SC_PAGE_SIZE').bit_length() - 1
IMMORTAL = 1 << 30       # PEP 683: since 3.12 immortal objects have a count at least this large, which is never written
MOST_RUNS = 200000       # of one type; objects scattered more than this are left out, rather than sent in a line of many megabytes
CONTAINERS = (list, tuple, dict, set, frozenset)
HEAP_TYPE, HAS_REFERENCES = 1 << 9, 1 << 14  # Py_TPFLAGS_HEAPTYPE; Py_TPFLAGS_HAVE_GC: the collector knows what its objects hold
CLASSES = (type, getattr(types, 'ClassType', type))
PROGRAM = CLASSES + (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, types.FrameType)  # each leads to all of a module
dict_values = getattr(dict, 'itervalues', dict.values)  # values() of 2.7 copies them


def fields(root):
    return sizes(root) + pages(root) + places(root)


def references():
    """The value of sys.getrefcount, in a loop, for an object that only a container holds."""
    for x in [object()]:
        return sys.getrefcount(x)


HELD_ONCE = references()


def distinct(objects):
    """Each object once. Remembers only those with more than one reference, as a set of all would be larger than the heap. Its
    argument must not be a generator, whose variables are references."""
    seen = set()
    for x in objects:
        if sys.getrefcount(x) > HELD_ONCE:
            if id(x) in seen:
                continue
            seen.add(id(x))
        yield x


def elements(x):
    """The elements of a container; none for any other object. Uses the built-in type's __iter__, since a subclass may override it, and asks
    for the type, since isinstance() believes what an object says of its class."""
    for kind in CONTAINERS:
        if issubclass(type(x), kind):
            return kind.__iter__(x)
    return iter(())


def children(x):
    """The objects that an object holds."""
    kind = type(x)
    inside = chain(elements(x), dict_values(x)) if issubclass(kind, dict) else elements(x)
    return chain(inside, referents(x)) if has_referents[kind] else inside


def referents(x):
    """What the collector finds in an object: its attributes, for which vars() might create a dictionary; the elements of a deque."""
    return [y for y in gc.get_referents(x) if not issubclass(type(y), CLASSES)]


class ByType(dict):
    """A function of a type: looked up for millions of objects, computed once per type."""

    def __init__(self, compute):
        self._compute = compute

    def __missing__(self, kind):
        self[kind] = answer = self._compute(kind)
        return answer


def is_of_python(kind):
    """Whether it is a class written in Python, whose objects have a dictionary or slots."""
    of_python = bool(kind.__flags__ & HEAP_TYPE) and not issubclass(kind, type)
    return (of_python and any('__dict__' in base.__dict__ or '__slots__' in base.__dict__ for base in kind.__mro__)
            or kind.__name__ == 'instance')  # 2.7: an old-style class


# Whether its objects have more to ask the collector for than elements; whether they hold others.
has_referents = ByType(lambda kind: is_of_python(kind) or bool(kind.__flags__ & HAS_REFERENCES) and not issubclass(kind, CONTAINERS + PROGRAM))
holds = ByType(lambda kind: issubclass(kind, CONTAINERS) or has_referents[kind])


def sizes(root):
    """The recursive sizeof recipe: sys.getsizeof of every object once. Without recursion: objects may be nested a million deep."""
    by_type = {}
    latest, n, b = None, 0, 0  # neighbours are mostly of one type
    seen = set()  # see distinct()
    stack = [iter([root])]
    while stack:
        for x in stack[-1]:
            if sys.getrefcount(x) > HELD_ONCE:
                if id(x) in seen:
                    continue
                seen.add(id(x))
            kind = type(x)
            if kind is not latest:
                by_type[latest] = n, b
                latest, (n, b) = kind, by_type.get(kind, (0, 0))
            n += 1
            b += sys.getsizeof(x)
            if holds[kind]:
                stack.append(children(x))
                break
        else:
            stack.pop()
    by_type[latest] = n, b
    del by_type[None]
    rows = sorted((kind.__name__, n, b) for kind, (n, b) in by_type.items())
    return (['objects=%d' % sum(n for _, n, _ in rows), 'bytes=%d' % sum(b for _, _, b in rows), 'shallow=%d' % sys.getsizeof(root)]
            + ['type=%d,%d,%s' % (n, b, name) for name, n, b in rows])


def pages(root):
    """The pages of the reference counts that a loop writes: id() is the address, and the count is the first word there."""
    is_container = issubclass(type(root), CONTAINERS)
    if not is_container and is_iterable(root) and referents(root):
        return ["unknown=reference count,which objects a loop over a '%s' takes is known for a list, tuple, set or dict alone" % type(root).__name__]
    objects = elements(root) if is_container else [root]
    if sys.version_info >= (3, 12):
        objects = (x for x in objects if sys.getrefcount(x) < IMMORTAL)
    runs = []
    for page in sorted(set(id(x) >> PAGE_SHIFT for x in objects)):
        if runs and page == runs[-1][0] + runs[-1][1]:
            runs[-1][1] += 1
        else:
            runs.append([page, 1])
    return ['pages=reference count,' + ','.join('%x+%d' % (first, count) for first, count in runs)]


def is_iterable(x):
    try:
        iter(x)
    except Exception:  # whatever a class of the user's own raises
        return False
    return True


def places(root):
    """The elements; then the objects that hold them, the values of a dictionary, and what all these hold."""
    kind = type(root)
    values = dict_values(root) if issubclass(kind, dict) else iter(()) if issubclass(kind, CONTAINERS) else children(root)
    inside = (children(x) for x in distinct(children(root)) if x is not root) if any(map(holds.__getitem__, map(type, children(root)))) else ()
    others = chain([root], values, chain.from_iterable(inside))
    return ['elements=' + place for place in of_types(elements(root))] + ['others=' + place for place in of_types(others)]


def sizer(sample):
    """Bytes before the address that id() returns, and the bytes of an object of that type in one piece; or a function for them, if they differ."""
    kind = type(sample)
    before = sys.getsizeof(sample) - kind.__sizeof__(sample)  # the collector's header, which sys.getsizeof counts
    # An int and a str are one piece, whose length object.__sizeof__ does not know. The table of a list is a separate block, like the text of a
    # unicode in 2.7 and of a subclass of str: sys.getsizeof counts it, object.__sizeof__ does not.
    if issubclass(kind, int) or kind is str:
        return before, None, sys.getsizeof
    if kind.__itemsize__ == 0:
        return before, before + object.__sizeof__(sample), None
    return before, None, lambda x: before + object.__sizeof__(x)


def run(first, last, distance, count, size):
    return '%x+%d*%d/%d' % (min(first, last), abs(distance), count, size)


def of_types(objects):
    """Where objects are, each once, by type. Neighbours of one size form a run: the first one's address, distance to the next, how many,
    size. A single loop without function calls, since it runs for millions of objects."""
    states = {}
    seen = set()  # see distinct()
    kind = None
    fixed = compute = None
    first = last = size = None
    count = distance = 0
    runs = []
    for x in objects:
        if sys.getrefcount(x) > HELD_ONCE:
            if id(x) in seen:
                continue
            seen.add(id(x))
        if type(x) is not kind:
            states[kind] = runs, first, last, distance, count, size
            kind = type(x)
            runs, first, last, distance, count, size = states.get(kind, ([], None, None, 0, 0, None))
            before, fixed, compute = sizer(x)
            runs = runs or [before]
        at = id(x)
        bytes_ = fixed or compute(x)
        # An int of 28 bytes takes 32, so neighbours are up to 15 bytes farther apart than their size; in 2.7 addresses descend.
        if count == 1 and bytes_ == size and 0 <= abs(at - last) - size < 16:
            distance = at - last
        if count > 0 and bytes_ == size and at - last == distance:
            count, last = count + 1, at
            continue
        if count > 0 and len(runs) <= MOST_RUNS:
            runs.append(run(first, last, distance, count, size))
        first, last, size, count, distance = at, at, bytes_, 1, 0
    states[kind] = runs, first, last, distance, count, size
    for kind, (runs, first, last, distance, count, size) in states.items():
        if count > 0 and len(runs) <= MOST_RUNS:
            yield '%d|%s|%s' % (runs[0], kind.__name__, ','.join(runs[1:] + [run(first, last, distance, count, size)]))
