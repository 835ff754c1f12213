"""nbclient executes each notebook through the installed kernelspec, with the Size given, and nbconvert makes a page of it.

Run: python3 notebooks.py SIZE OUTPUT_FOLDER NOTEBOOK...
"""
import os
import re
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter


def execute(path, size):
    notebook = nbformat.read(path, 4)
    before = dict(notebook.metadata.language_info)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = re.sub(r"\bSize = [\d_]+", f"Size = {size}", cell.source)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": os.path.dirname(os.path.abspath(path))}}).execute()
    nbformat.validate(notebook)
    assert dict(notebook.metadata.language_info) == before, f"{before} became {notebook.metadata.language_info}"
    for cell in notebook.cells:
        assert cell.cell_type != "code" or not cell.source or cell.execution_count, cell.source
    return notebook


def main():
    size, folder, paths = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    for path in paths:
        start = time.time()
        notebook = execute(path, size)
        page, _ = HTMLExporter().from_notebook_node(notebook)
        name = os.path.splitext(os.path.basename(path))[0]
        with open(os.path.join(folder, f"{name}.html"), "w", encoding="utf-8") as file:
            file.write(page)
        print(f"{name}: {time.time() - start:.1f} s", flush=True)


main()
