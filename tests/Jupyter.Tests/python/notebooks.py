"""nbclient executes each notebook through a kernelspec, with the Size given, and nbconvert makes a page of it. A cell that fails does not end the run.

Run: python3 notebooks.py KERNEL SIZE OUTPUT_FOLDER NOTEBOOK...
Writes OUTPUT_FOLDER/NAME.ipynb, as executed, and OUTPUT_FOLDER/NAME.html.
"""
import os
import re
import sys
import time

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter


def execute(kernel, path, size):
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = re.sub(r"\bSize = [\d_]+", f"Size = {size}", cell.source)
    # With its first output .NET Interactive sends a script of its own, which connects the page to it: a cell that is not the notebook's takes it.
    notebook.cells.insert(0, nbformat.v4.new_code_cell("0"))
    folder = os.path.dirname(os.path.abspath(path))
    NotebookClient(notebook, kernel_name=kernel, timeout=300, allow_errors=True, resources={"metadata": {"path": folder}}).execute()
    del notebook.cells[0]
    nbformat.validate(notebook)
    return notebook


def main():
    kernel, size, folder, paths = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
    for path in paths:
        start = time.time()
        notebook = execute(kernel, path, size)
        name = os.path.splitext(os.path.basename(path))[0]
        nbformat.write(notebook, os.path.join(folder, f"{name}.ipynb"))
        page, _ = HTMLExporter().from_notebook_node(notebook)
        with open(os.path.join(folder, f"{name}.html"), "w", encoding="utf-8") as file:
            file.write(page)
        print(f"{name}: {time.time() - start:.1f} s", flush=True)


main()
