"""A web application as others have it: it loads its data when it is imported, and answers from there."""
import gc
import os

RECORDS = [[number, str(number)] for number in range(int(os.environ['Size']))]
if os.environ.get('Freeze'):
    gc.freeze()


def app(environ, start_response):
    if environ['PATH_INFO'] == '/read':
        for record in RECORDS:
            pass
    if environ['PATH_INFO'] == '/allocate':
        [[] for _ in range(max(100_000, len(RECORDS) // 3))]
    body = b'%d\n' % os.getpid()
    start_response('200 OK', [('Content-Type', 'text/plain'), ('Content-Length', str(len(body)))])
    return [body]
