# Runs cells in the Jupyter kernel of dotnet-interactive, whose path is the argument: a JSON list of cells on standard input, a JSON list of the
# outputs of each cell on standard output.
import json
import sys

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

cells = json.load(sys.stdin)
tool = sys.argv[1]


class Manager(KernelManager):
    kernel_spec = KernelSpec(argv=[tool, 'jupyter', '{connection_file}'], display_name='real tool', language='C#')


manager = Manager()
# The tool writes its log to standard output.
manager.start_kernel(stdout=sys.stderr)
client = manager.client()
client.start_channels()
try:
    client.wait_for_ready(timeout=90)
    told = []
    for cell in cells:
        outputs = []

        def keep(message):
            kind, content = message['msg_type'], message['content']
            if kind in ('stream', 'display_data', 'execute_result', 'error', 'update_display_data'):
                outputs.append(dict(content, output_type=kind))

        client.execute_interactive(cell, output_hook=keep, timeout=120, allow_stdin=False, stop_on_error=False)
        told.append(outputs)
    json.dump(told, sys.stdout)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
