using System.Diagnostics;
using System.Runtime.InteropServices;
using CowNotebooks.Lab.Faults.Symbols;
using CowNotebooks.Procfs;

namespace CowNotebooks.Tests;

/// <summary>Names of code by its address.</summary>
public class SymbolTests
{
    [Theory]
    [InlineData("getpid")]
    [InlineData("qsort")]
    public void A_native_function_has_the_name_by_which_the_loader_finds_it(string function)
    {
        var address = (ulong)NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), function);
        var symbols = new SymbolTable(new ProcFs().Self.Maps(), "/nowhere");

        Assert.Contains(function, symbols.NameOf(address + 1), StringComparison.Ordinal);
        Assert.Contains("libc", symbols.NameOf(address + 1), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_instructions_of_a_function_without_a_name_have_one_name()
    {
        // libcoreclr.so is stripped: only what it exports has names.
        var runtime = new ProcFs().Self.Maps().First(map => map is { IsExecutable: true, Path: { } file } && file.EndsWith("/libcoreclr.so", StringComparison.Ordinal));
        var symbols = new SymbolTable(new ProcFs().Self.Maps(), "/nowhere");
        var names = Enumerable.Range(0, 4096).Select(i => symbols.NameOf(runtime.Start + (runtime.Length / 2) + (ulong)i)).ToList();

        Assert.InRange(names.Distinct().Count(), 2, 400);
        Assert.All(names, name => Assert.Contains("libcoreclr.so", name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_compiled_method_is_named_by_the_perf_map()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(path, ["7f00 20 void [A] B::C(int32)[Optimized]", "no line of it", "7e00 10 stub"]);
            var symbols = new SymbolTable(new ProcFs().Self.Maps(), path);

            Assert.Equal("void [A] B::C(int32)[Optimized]", symbols.NameOf(0x7f1f));
            Assert.Equal("stub", symbols.NameOf(0x7e00));
            Assert.Equal("code without a name", symbols.NameOf(0x7f20));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_perf_map_whose_lines_all_share_memory_names_each_address_by_the_last_line()
    {
        // Whoever is watched writes this file. Compared each with each, these lines would take hours.
        var text = string.Concat(Enumerable.Range(0, 400_000).Select(i => $"{0x7f0000000000 + i:x} 1000000 m{i}\n"));
        var names = PerfMapFile.Names(System.Text.Encoding.UTF8.GetBytes(text));

        Assert.Equal(["m0", "m200000", "m399999"], new ulong[] { 0x7f0000000000, 0x7f0000000000 + 200_000, 0x7f0000000000 + 399_999 }.Select(names.At));
    }

    [Fact]
    public void Memory_that_a_scouts_method_had_has_the_name_of_the_method_that_was_written_there_later()
    {
        var names = PerfMapFile.Names("7870 33 of the scout\n7b00 10 beside\n7840 1e5 of the child\n7a00 40 later still"u8);

        Assert.Equal(["of the child", "of the child", "later still", "later still", "beside", null], new ulong[] { 0x7840, 0x7880, 0x7a00, 0x7a3f, 0x7b00, 0x7b10 }.Select(names.At));
    }

    [Fact]
    public void A_stripped_programs_functions_have_the_names_of_its_debug_file()
    {
        var folder = Directory.CreateTempSubdirectory("cow-symbols-").FullName;
        try
        {
            var (source, program, debug) = (Path.Combine(folder, "a.c"), Path.Combine(folder, "a.out"), Path.Combine(folder, "a.debug"));
            File.WriteAllText(source, "__attribute__((noinline)) static int counted(int n) { return n * 3; } int main(int n, char **v) { return counted(n); }");
            Run(CCompiler.Required, "-O1", "-Wl,--build-id", "-o", program, source);
            var address = Convert.ToUInt64(Run("nm", program).Split('\n').Single(line => line.EndsWith(" counted", StringComparison.Ordinal)).Split(' ')[0], 16);
            Run("objcopy", "--only-keep-debug", program, debug);
            Run("strip", program);
            var id = Run("readelf", "-n", program).Split("Build ID: ")[1].Split('\n')[0].Trim();
            Directory.CreateDirectory(Path.Combine(folder, ".build-id", id[..2]));
            File.Move(debug, Path.Combine(folder, ".build-id", id[..2], $"{id[2..]}.debug"));

            using var file = File.OpenHandle(program);
            // The linker puts code at the same place in the file and in memory.
            Assert.Null(ElfFile.ReadFunctions(file).At(address));
            Assert.Equal("counted", ElfFile.ReadFunctions(file, folder).At(address));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static string Run(string program, params string[] arguments)
        {
            using var running = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            var said = running.StandardOutput.ReadToEnd();
            running.WaitForExit();
            Assert.Equal(0, running.ExitCode);
            return said;
        }
    }

    [Fact]
    public void A_file_that_is_no_library_or_is_cut_off_has_no_names()
    {
        var path = Path.GetTempFileName();
        try
        {
            Assert.Null(ElfFile.ReadFunctions("/nowhere").At(0));
            Assert.Null(ElfFile.ReadFunctions(path).At(0));
            var library = File.ReadAllBytes(new ProcFs().Self.Maps().First(map => map.Path is { } file && file.Contains("/libc.so", StringComparison.Ordinal)).Path!);
            // At whatever byte it ends, it is read or refused, never more.
            for (var length = 0; length < library.Length; length += (library.Length / 40) + 1)
            {
                File.WriteAllBytes(path, library[..length]);
                ElfFile.ReadFunctions(path).At(0);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
