"""Debian's jupyter_kernel_test with every group that it offers filled in. Run: python3 kernel_groups.py"""
import unittest

import jupyter_kernel_test


class CowKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = ".net-csharp"
    language_name = "C#"
    file_extension = ".cs"

    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("oops");'

    completion_samples = [
        {"text": "Console.Wri", "matches": {"Write", "WriteLine"}},
        {"text": "var list = new List<int>(); list.Ad", "matches": {"Add", "AddRange"}},
        {"text": "#!im", "matches": {"#!import"}},
    ]
    complete_code_samples = ["1 + 1", "var a = 1;", "int F(int x)\n{\n    return x;\n}", "#!import setup.dib\n1"]
    incomplete_code_samples = ["int F(int x)\n{", "var text = @\"one", "Console.WriteLine("]
    invalid_code_samples = ["1 + ) 2", "int x y;"]

    code_generate_error = 'throw new InvalidOperationException("no");'
    code_page_something = None  # The payload "page" is IPython's: the protocol calls it deprecated.
    code_inspect_sample = "Console.WriteLine"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "await Task.FromResult(\"x\")", "result": "x"},
        {"code": "HTML(\"<b>x</b>\")", "mime": "text/html", "result": "<b>x</b>"},
    ]
    code_display_data = [
        {"code": 'display(HTML("<b>x</b>"));', "mime": "text/html"},
        {"code": '"# x".DisplayAs("text/markdown");', "mime": "text/markdown"},
        {"code": "new[] { 1, 2 }.Display();", "mime": "text/html"},
    ]
    code_history_pattern = "1 + *"
    supported_history_operations = ("tail", "range", "search")
    code_clear_output = "clear_output();"


if __name__ == "__main__":
    unittest.main(verbosity=2)
