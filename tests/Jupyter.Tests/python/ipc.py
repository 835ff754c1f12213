"""A kernel that listens on Unix domain sockets, and a client with libzmq. Run: python3 ipc.py"""
import glob
import os
import stat
import tempfile

from jupyter_client.manager import KernelManager

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    manager = KernelManager(kernel_name=".net-csharp", transport="ipc", ip=os.path.join(folder, "k"))
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        sockets = [path for path in glob.glob("k-*") if stat.S_ISSOCK(os.stat(path).st_mode)]
        assert len(sockets) == 5, sockets
        outputs = []
        reply = client.execute_interactive("1 + 1", timeout=60, output_hook=lambda message: outputs.append(message))
        assert reply["content"]["status"] == "ok", reply
        assert [m["content"]["data"]["text/plain"] for m in outputs if m["msg_type"] == "execute_result"] == ["2"], outputs
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    assert not glob.glob("k-*"), "the sockets' files are left"
print("ok")
