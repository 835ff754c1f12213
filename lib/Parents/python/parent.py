# The CPython parent and its children, for 2.7 and every 3, and PyPy's. They follow ../PROTOCOL.md.
# Started as: python -E -s -S -B parent.py FOLDER
import __future__
import ast
import codecs
import errno
import fcntl
import gc
import itertools
import linecache
import os
import re
import sys
import time
import traceback
import types

OWN_FILE = (lambda: 0).__code__.co_filename
OWN_FOLDER = os.path.dirname(os.path.abspath(__file__))
CATALOGUE = os.path.join(OWN_FOLDER, 'catalogue')
OWN_MODULE = sys.modules['__main__']  # cells get another one, and 2.7 clears a module without references
IS_PYPY = '__pypy__' in sys.builtin_module_names
FUTURES = sum(set(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names))

# In bytes. A small buffer comes from CPython's own allocator, always the same block; a larger one from malloc, at varying addresses.
READ_SIZE = 256

clock = getattr(time, 'perf_counter', time.time)  # 2.7 has no monotonic clock

namespace = {}  # globals of the module in which all cells run
futures = 0     # flags of their __future__ imports, which apply to later cells as at CPython's prompt
cells = 0       # number compiled so far
prepared = {}   # by file: the statements, the last expression, its value
is_settled = False  # of PyPy: whether it has collected since the last cell
output = None   # the stream of standard output and error


def text(x):  # the protocol is UTF-8, whatever the locale is
    return x if isinstance(x, type(u'')) else x.decode('utf-8', 'replace')


def native(line):  # str is bytes in 2.7
    return line if str is bytes else line.decode('utf-8', 'surrogateescape')


def escaped(word):
    return word.replace(u'\\', u'\\\\').replace(u'\t', u'\\t').replace(u'\n', u'\\n').replace(u'\r', u'\\r')


def unescaped(word):
    return '\\'.join(x.replace('\\t', '\t').replace('\\n', '\n').replace('\\r', '\r') for x in word.split('\\\\'))


def say(answers, words):
    line = (u'\t'.join(escaped(text(word)) for word in words) + u'\n').encode('utf-8', 'replace')
    while line:  # a stop signal can cut a long write short
        line = line[os.write(answers, line):]


class Part(object):
    """The variable part. part(sequence) iterates over this part of the sequence. All parts share an iterator: a new one would have to skip
    the elements of earlier parts, and so write to them."""

    def __init__(self):
        self.number, self.of = 0, 1
        self._kept, self._calls = {}, {}

    def __repr__(self):
        return 'part %d of %d' % (self.number, self.of)

    def __call__(self, sequence):
        if self.of == 1:
            return iter(sequence)
        # A cell can iterate over one sequence in several loops; each has an iterator of its own.
        call = self._calls[id(sequence)] = self._calls.get(id(sequence), -1) + 1
        key = id(sequence), call
        if key not in self._kept:
            size = len(sequence)
            self._kept[key] = sequence, size, itertools.islice(iter(sequence), size * self.number // self.of, None)
        _, size, iterator = self._kept[key]
        return itertools.islice(iterator, size * (self.number + 1) // self.of - size * self.number // self.of)

    def _start(self, number, of):
        self.number, self.of = number, of
        self._calls.clear()
        if number == 0:
            self._kept.clear()


part = Part()


def load_site():
    """Own code may import installed packages. For the catalogue -S leaves them out, so that the same interpreter is measured everywhere."""
    if 'site' not in sys.modules:
        import site
        if sys.version_info[0] > 2:  # 2.7 does it on import
            site.main()


def compiled(file):
    """The statements of a cell and, if it ends in an expression, that expression separately."""
    global cells, futures
    with open(file, 'rb') as stream:
        source = stream.read()
    if source.strip() and not file.startswith(CATALOGUE):
        load_site()
    cells += 1
    # A unique name for each cell, by which tracebacks find the source lines of earlier cells. error_text() removes the number.
    name = 'cell %d' % cells
    linecache.cache[name] = len(source), None, [line + '\n' for line in native(source).split('\n')], name
    if str is bytes and not source.startswith(codecs.BOM_UTF8):
        source = codecs.BOM_UTF8 + source  # else 2.7 takes it for Latin-1
    collects = gc.isenabled()
    gc.disable()  # a syntax tree has many objects, which would start a collection, and that writes to old ones before the measurement
    try:
        tree = compile(source, name, 'exec', ast.PyCF_ONLY_AST | futures, True)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        statements = compile(tree, name, 'exec', futures, True)
        futures |= statements.co_flags & FUTURES
        return statements, last and compile(ast.Expression(last.value), name, 'eval', futures, True)
    except SyntaxError as error:
        if error.text is None and error.filename == name and error.lineno:
            error.text = linecache.getline(name, error.lineno)
            error.args = error.msg, (name, error.lineno, error.offset, error.text)  # where 2.7 looks
        raise
    finally:
        if collects:
            gc.enable()


def executed(statements, expression):
    namespace['part'] = part
    exec(statements, namespace)
    return eval(expression, namespace) if expression else None


def shown(value):
    return [] if value is None else [u'value=' + text(repr(value))[:4000]]


def error_text():
    """The exception as CPython prints it, without the frames of this file."""
    kind, error, trace = sys.exc_info()
    while trace and trace.tb_frame.f_code.co_filename == OWN_FILE:
        trace = trace.tb_next
    try:
        if trace is None or kind is SystemExit:
            lines = traceback.format_exception_only(kind, error)
        else:
            lines = traceback.format_exception(kind, error, trace)
        lines = [text(line) for line in lines if not line.startswith('  File "%s"' % OWN_FILE)]
    except Exception:  # an exception's methods are user code
        lines = [text(kind.__name__)]
    said = re.sub(u'(?m)^([ |]*File ")cell [0-9]+"', u'\\1cell"', u''.join(lines).rstrip(u'\n'))
    return said if len(said) <= 4000 else said[:1000] + u'\n...\n' + said[-2995:]  # the end is the most useful part


def cell(file):
    global is_settled
    is_settled = False
    return shown(executed(*compiled(file)))


def set_variable(name, kind, *values):
    many = kind.endswith('s')
    one = {
        'integer': int,
        'number': float,
        'text': lambda word: text(word) if str is bytes and max(word or ' ') > '\x7f' else word,  # in 2.7 a str if it is ASCII
        'truth': {'true': True, 'false': False}.__getitem__,
    }[kind[:-1] if many else kind]
    converted = [one(value) for value in values]
    if not many and len(converted) != 1:
        raise ValueError('%s takes one value, not %d.' % (kind, len(converted)))
    namespace[name] = converted if many else converted[0]
    return []


def settle():
    """Until PyPy has collected what was allocated, the first child takes faults that later ones do not, and it is the one that they are compared with."""
    global is_settled
    if IS_PYPY and not is_settled:
        gc.collect()
    is_settled = True


def fork(to, from_, output_file, inherited):
    fds = []
    settle()
    try:
        fds.append(os.open(output_file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666))
        fds.append(os.open(to, os.O_RDONLY))
        fds.append(os.open(from_, os.O_WRONLY))
        start = clock()
        pid = os.fork()
        if pid == 0:
            try:
                for fd in inherited:
                    os.close(fd)
                be_child(*fds)
            finally:
                os._exit(70)  # in any case: two processes must not answer as the parent
        elapsed = clock() - start
    finally:
        for fd in fds:
            os.close(fd)
    return ['pid=%d' % pid, 'nanoseconds=%d' % max(0, elapsed * 1e9)]


def reap(pid):
    while True:
        try:
            _, status = os.waitpid(int(pid), 0)
            break
        except OSError as error:
            if error.errno != errno.EINTR:
                raise
    return ['signal=%d' % os.WTERMSIG(status)] if os.WIFSIGNALED(status) else ['exit=%d' % os.WEXITSTATUS(status)]


def print_to(fd):
    os.dup2(fd, 1)
    os.dup2(fd, 2)
    os.close(fd)


def be_child(output_file, requests, answers):
    print_to(output_file)
    known = {'set': set_variable, 'prepare': prepare, 'run': run, 'show': show, 'size': size, 'names': names, 'get': get, 'quit': lambda: os._exit(0)}
    warm_up(known)
    say(answers, ['ready'])
    serve(requests, answers, known)
    os._exit(0)


def warm_up(known):
    """Iterates over parts of a small tuple, through requests. Code that runs for the first time, or that CPython specialises after some
    runs (since 3.11), writes to its own pages, and those are not a cell's work."""
    prepared['warm-up'] = [compile('for _ in part(few): pass', 'warm-up', 'exec'), None, None]
    namespace['few'] = (0, 0, 0, 0)
    # Each line fills one read, and so arrives alone.
    lines = [('run\twarm-up\t0\t' + of).encode('ascii').ljust(READ_SIZE - 1) + b'\n' for of in ('1', '2', '3')]
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for _ in range(12):  # not all at once: a user with many pipes gets new ones of one page
        requests, writer = os.pipe()
        os.write(writer, b''.join(lines))
        os.close(writer)
        serve(requests, nowhere, known)
        os.close(requests)
    os.close(nowhere)
    del prepared['warm-up'], namespace['few'], namespace['_']
    part._start(0, 1)


def prepare(file):
    prepared.pop(file, None)
    prepared[file] = list(compiled(file)) + [None]
    return []


def run(file, number, of):
    statements, expression, _ = code = prepared[file]
    part._start(int(number), int(of))
    code[2] = executed(statements, expression)
    return []


def run_in_parent(file, number, of):
    global is_settled
    is_settled = False
    return run(file, number, of)


def show(file):
    code = prepared[file]
    value, code[2] = code[2], None
    return shown(value)


def size(name):
    if name not in namespace:
        raise NameError("name '%s' is not defined" % name)
    if IS_PYPY:
        return ['unknown=reference count,PyPy counts no references, and what its id() returns is no address']
    sys.path.insert(0, OWN_FOLDER)
    import sizing  # only here, so that only a scout has it in memory
    return sizing.fields(namespace[name])


def names(*path):
    """Of the variables and what is built in; with the path of an object, of its members."""
    if not path:
        found = set(namespace) | set(dir(sys.modules['__builtin__' if str is bytes else 'builtins']))
    else:
        steps = path[0].split('.')
        value = namespace[steps[0]]
        for step in steps[1:]:
            value = getattr(value, step)
        found = set(dir(value))
    return ['name=' + name for name in sorted(found) if not name.startswith('__')]


def kind_of(value):
    if isinstance(value, bool):
        return 'truth'
    if isinstance(value, (int, type(2 ** 64))):  # 2.7 has two types of integers
        return 'integer' if -2 ** 63 <= value < 2 ** 63 else None
    return 'number' if isinstance(value, float) else 'text' if isinstance(value, (str, type(u''))) else None


def word_of(value, kind):
    if kind == 'truth':
        return 'true' if value else 'false'
    if kind == 'number':
        return repr(float(value)).replace('inf', 'Infinity').replace('nan', 'NaN')
    return value if kind == 'text' else '%d' % value


def get(name):
    """The value of a variable as set_variable() takes it."""
    if name not in namespace:
        raise NameError("name '%s' is not defined" % name)
    value = namespace[name]
    many = isinstance(value, (list, tuple))
    values = value if many else [value]
    kinds = set(kind_of(one) for one in values)
    kind = kinds.pop() if len(kinds) == 1 else 'number' if kinds == set(['integer', 'number']) else None if kinds else 'text'
    if kind is None:
        why = ' whose elements are not all numbers, all strings or all truth values' if many else ' and has more than 64 bits' if isinstance(value, (int, type(2 ** 64))) else ''
        raise TypeError("'%s' is of type %s%s" % (name, type(value).__name__, why))
    return ['type=' + kind + ('s' if many else '')] + [u'value=' + text(word_of(one, kind)) for one in values]


def answer(line, requests):
    try:
        try:
            words = [unescaped(word) for word in native(line).split('\t')]
            if words[0] not in requests:
                raise ValueError("There is no request '%s'." % words[0])
            fields = requests[words[0]](*words[1:])
        finally:
            output.closed or output.flush()
        return ['ok'] + fields
    except:  # noqa: in 2.7 any object can be raised
        return ['error', error_text()]


def serve(requests, answers, known):
    pid = os.getpid()
    pending = b''
    while True:
        try:
            data = os.read(requests, READ_SIZE)
        except OSError as error:  # until 3.4, at a signal for which a cell has a handler
            if error.errno == errno.EINTR:
                continue
            raise
        if not data:
            return
        pending += data
        while b'\n' in pending:
            line, pending = pending.split(b'\n', 1)
            words = answer(line, known)
            if os.getpid() != pid:  # a cell called fork() itself, and this is its child
                os._exit(0)
            say(answers, words)


def main(folder):
    global namespace, output
    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)
    lifeline = os.open(os.path.join(folder, 'lifeline'), os.O_RDONLY | os.O_NONBLOCK)
    fcntl.fcntl(lifeline, 10, 9)  # F_SETSIG: SIGKILL
    fcntl.fcntl(lifeline, 8, -os.getpgrp())  # F_SETOWN
    fcntl.fcntl(lifeline, 4, 0x2000 | os.O_NONBLOCK)  # F_SETFL: O_ASYNC
    try:
        if not os.read(lifeline, 1):  # end of file: the observer is gone already, and no signal will come
            return
    except OSError:  # EAGAIN: the observer is there
        pass
    requests = os.open(os.path.join(folder, 'requests'), os.O_RDONLY)
    answers = os.open(os.path.join(folder, 'answers'), os.O_WRONLY)
    print_to(os.open(os.path.join(folder, 'output'), os.O_WRONLY | os.O_APPEND))
    # One stream for both, so that the file keeps the order in which lines were written.
    output = sys.stdout if str is bytes else open(1, 'w', encoding='utf-8', errors='backslashreplace', newline='\n', closefd=False)
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = output

    module = sys.modules['__main__'] = types.ModuleType('__main__')
    namespace = module.__dict__
    sys.argv = ['']
    sys.path[0] = ''  # cells import from the working folder, as at CPython's prompt

    # PyPy's own version; sys.version begins with that of the language that it speaks.
    version = 'PyPy %d.%d.%d' % sys.pypy_version_info[:3] if IS_PYPY else 'CPython ' + sys.version.split()[0]
    words = ['unknown=its compiler writes while code runs, and nobody knows when'] if IS_PYPY else ["word=,0,collector's header", 'word=0,8,reference count', 'word=8,16,type', 'word=16,,value']
    say(answers, ['ready', 'pid=%d' % os.getpid(), 'runtime=python', 'version=' + version, 'language=python', 'catalogue=' + CATALOGUE] + words)
    warm_up({'run': run_in_parent})
    fork_of_this = lambda to, from_, output_file: fork(to, from_, output_file, (requests, answers))
    serve(requests, answers, {
        'set': set_variable, 'cell': cell, 'prepare': prepare, 'run': run_in_parent, 'show': show, 'fork': fork_of_this, 'reap': reap})


main(sys.argv[-1])
