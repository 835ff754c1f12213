"""Debian's jupyter_kernel_test with every group that it offers filled in, and two that it lacks: standard input and interrupts. Run: python3 kernel_groups.py"""
import unittest

import jupyter_kernel_test
from jupyter_client.utils import run_sync
from jupyter_kernel_test.msgspec_v5 import validate_message

TIMEOUT = 60


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
        {"text": "using System.Collections.Conc", "matches": {"Concurrent"}},
        {"text": "\"a\".ToUpperInv", "matches": {"ToUpperInvariant"}},
    ]
    complete_code_samples = ["1 + 1", "var a = 1;", "int F(int x)\n{\n    return x;\n}", "#!import setup.dib\n1", "await Task.Delay(1);", "// a comment", "record R(int A);"]
    incomplete_code_samples = ["int F(int x)\n{", "var text = @\"one", "Console.WriteLine(", "if (true)", "foreach (var x in new[] { 1, 2 })", "/* a comment"]
    invalid_code_samples = ["1 + ) 2", "int x y;", "}"]

    code_generate_error = 'throw new InvalidOperationException("no");'
    code_page_something = None  # The payload "page" is IPython's: the protocol calls it deprecated.
    code_inspect_sample = "Console.WriteLine"
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "await Task.FromResult(\"x\")", "result": "x"},
        {"code": "HTML(\"<b>x</b>\")", "mime": "text/html", "result": "<b>x</b>"},
        {"code": "new[] { 1, 2 }", "mime": "text/html"},
    ]
    code_display_data = [
        {"code": 'display(HTML("<b>x</b>"));', "mime": "text/html"},
        {"code": '"# x".DisplayAs("text/markdown");', "mime": "text/markdown"},
        {"code": "new[] { 1, 2 }.Display();", "mime": "text/html"},
    ]
    code_history_pattern = "1 + *"
    supported_history_operations = ("tail", "range", "search")
    code_clear_output = "clear_output();"

    def test_stdin(self):
        self.flush_channels()
        asking = self.kc.execute("var answer = Console.ReadLine();\nanswer + \"!\"", allow_stdin=True)
        request = self.kc.get_stdin_msg(timeout=TIMEOUT)
        # Not validate_message: its schema wants a number for the password, where the protocol says a Boolean.
        self.assertEqual((request["msg_type"], request["parent_header"]["msg_id"]), ("input_request", asking))
        self.assertEqual(request["content"], {"prompt": request["content"]["prompt"], "password": False})
        self.kc.input("forty-two")
        self.assertEqual(self.reply_to(asking)["status"], "ok")
        results = [m["content"]["data"] for m in self.until_idle(asking) if m["msg_type"] == "execute_result"]
        self.assertEqual([data["text/plain"] for data in results], ["forty-two!"])

    def test_interrupt_keeps_the_variables(self):
        self.flush_channels()
        self.execute_helper("var kept = 41;", timeout=TIMEOUT)
        self.flush_channels()
        running = self.kc.execute("Console.WriteLine(\"begun\");\nwhile (true) { }")
        while (message := run_sync(self.kc.iopub_channel.get_msg)(timeout=TIMEOUT))["msg_type"] != "stream":
            validate_message(message, message["msg_type"], running)
        self.km.interrupt_kernel()
        self.assertEqual(self.reply_to(running)["status"], "error")
        self.assertEqual([m["msg_type"] for m in self.until_idle(running)], ["error"])
        reply, messages = self.execute_helper("kept + 1", timeout=TIMEOUT)
        self.assertEqual(reply["content"]["status"], "ok")
        self.assertIn("42", str([m["content"] for m in messages]))

    def reply_to(self, request):
        reply = self.get_non_kernel_info_reply(timeout=TIMEOUT)
        validate_message(reply, "execute_reply", request)
        return reply["content"]

    def until_idle(self, request):
        """What a request brings on iopub up to its status idle, without statuses and the echo of the code."""
        messages = []
        while True:
            message = run_sync(self.kc.iopub_channel.get_msg)(timeout=TIMEOUT)
            if message["parent_header"]["msg_id"] != request:
                continue  # An interrupt has statuses of its own.
            validate_message(message, message["msg_type"], request)
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return messages
            if message["msg_type"] not in ("status", "execute_input"):
                messages.append(message)


if __name__ == "__main__":
    unittest.main(verbosity=2)
