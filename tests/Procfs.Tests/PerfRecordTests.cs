using System.Buffers.Binary;
using CowNotebooks.Procfs.Perf;

namespace CowNotebooks.Procfs.Tests;

/// <summary>Records of a perf ring and lines of a perf map, from bytes.</summary>
public class PerfRecordTests
{
    private const ulong User = unchecked((ulong)-512), Kernel = unchecked((ulong)-128);

    [Fact]
    public void A_fault_has_its_process_time_address_and_callers()
    {
        var record = PerfRecord.Parse(Record(9, 2, 0x401000, 7 | 8L << 32, 1234, 0x7000, 3, User, 0x401000, 0x402000));

        Assert.Equal(PerfRecordKind.Fault, record.Kind);
        Assert.Equal((7, 8, 1234UL, 0x7000UL, false), (record.Pid, record.Thread, record.Time, record.Address, record.InKernel));
        Assert.Equal([0x401000UL, 0x402000], record.Callers.ToArray());
    }

    [Fact]
    public void Of_a_fault_in_a_system_call_the_callers_are_those_of_user_mode() =>
        Assert.Equal([0x402000UL], PerfRecord.Parse(Record(9, 1, 0xffff_8000_0000_0000, 7, 1, 0x7000, 4, Kernel, 0xffff_8000_0000_0000, User, 0x402000)).Callers.ToArray());

    [Fact]
    public void Without_callers_there_is_the_instruction_and_in_the_kernel_none()
    {
        Assert.Equal([0x401000UL], PerfRecord.Parse(Record(9, 2, 0x401000, 7, 1, 0x7000, 0)).Callers.ToArray());
        Assert.True(PerfRecord.Parse(Record(9, 1, 0xffff_8000_0000_0000, 7, 1, 0x7000, 0)).Callers.IsEmpty);
    }

    [Fact]
    public void A_fork_an_exit_an_exec_and_a_loss_are_recognised()
    {
        var fork = PerfRecord.Parse(Record(7, 0, 20 | 10L << 32, 21 | 10L << 32, 99));
        Assert.Equal((PerfRecordKind.Fork, 20, 10, 21, 99UL), (fork.Kind, fork.Pid, fork.ParentPid, fork.Thread, fork.Time));
        Assert.Equal(PerfRecordKind.Exit, PerfRecord.Parse(Record(4, 0, 20, 20, 99)).Kind);
        var map = PerfRecord.Parse(Record(10, 0, 20 | 21L << 32, 0x7000, 0x2000, 0, 0, 0, 0, 3 | 2L << 32, 0x6e6f6e612f2f, 20 | 21L << 32, 99));
        Assert.Equal((PerfRecordKind.Map, 20, 21, 0x7000UL, 0x2000UL, 3, false, 99UL), (map.Kind, map.Pid, map.Thread, map.Address, map.Length, map.Protection, map.Grows, map.Time));
        Assert.True(PerfRecord.Parse(Record(10, 0, 20 | 21L << 32, 0x7000, 0x2000, 0, 0, 0, 0, 3 | 2L << 32, 0x5d706165685b, 20 | 21L << 32, 99)).Grows);
        var exec = PerfRecord.Parse(Record(3, 1 << 13, 20 | 20L << 32, 0x6873, 20 | 20L << 32, 99));
        Assert.Equal((PerfRecordKind.Exec, 20, 99UL), (exec.Kind, exec.Pid, exec.Time));
        // Only a new name.
        Assert.Equal(PerfRecordKind.Other, PerfRecord.Parse(Record(3, 0, 20 | 20L << 32, 0x6873, 20 | 20L << 32, 99)).Kind);
        Assert.Equal((PerfRecordKind.Lost, 5), (PerfRecord.Parse(Record(2, 0, 1, 5)).Kind, PerfRecord.Parse(Record(2, 0, 1, 5)).Lost));
    }

    [Fact]
    public void A_record_that_is_cut_off_anywhere_is_read_or_left_out()
    {
        var whole = Record(9, 2, 0x401000, 7, 1234, 0x7000, ulong.MaxValue, User, 0x401000, 0x402000);
        for (var length = 0; length <= whole.Length; length++) PerfRecord.Parse(whole.AsSpan(0, length));
        for (byte type = 0; type < 20; type++) PerfRecord.Parse(Record(type, 0xffff));
    }

    [Fact]
    public void A_perf_map_gives_its_lines_and_leaves_out_what_is_none()
    {
        var entries = PerfMap.Parse("7f00 20 py::main:/app/my file.py\n0x7f40 8 LazyCompile:~f /x.js:1\r\nnonsense\n\n12\n7f80 zz bad\n-1 5 bad\n7fa0 10 cut"u8.ToArray());
        Assert.Equal([new(0x7f00, 0x20, "py::main:/app/my file.py"), new(0x7f40, 8, "LazyCompile:~f /x.js:1"), new(0x7fa0, 0x10, "cut")], entries);
    }

    private static byte[] Record(uint type, int misc, params ulong[] words)
    {
        var bytes = new byte[8 + 8 * words.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, type);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), (ushort)misc);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), (ushort)bytes.Length);
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 + 8 * i), words[i]);
        return bytes;
    }
}
