using System.Runtime.CompilerServices;
using System.Text;

namespace CowNotebooks.ByHand;

/// <summary>Holds the objects, and forks a child for each letter on standard input: n does nothing, l locks. Parent and child share standard input and output.</summary>
internal static unsafe class Parent
{
    public static int Run(int count)
    {
        Lock([new object()]);
        var heap = new object[count];
        for (var i = 0; i < count; i++) heap[i] = (long)i;
        GC.Collect();
        Thread.Sleep(20);
        Write($"{PagesOfHeaders(heap)} {24L * count + 24 + 8L * count}\n");
        for (byte letter; (letter = ReadByte()) != 0;)
        {
            var child = LibC.fork();
            if (child == 0) Child(letter == 'l' ? heap : []);
            int status;
            if (LibC.waitpid(child, &status, 0) != child || status != 0) return 1;
            Write("reaped\n");
        }
        return 0;
    }

    private static void Child(object[] heap)
    {
        Write($"{LibC.getpid()}\n");
        ReadByte();
        Lock(heap);
        Write("done\n");
        ReadByte();
        LibC._exit(0);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Lock(object[] heap)
    {
        foreach (var one in heap)
        {
            lock (one)
            {
            }
        }
    }

    // The header is the word before the one that a reference points to.
    private static long PagesOfHeaders(object[] heap)
    {
        var pages = new HashSet<long>();
        for (var i = 0; i < heap.Length; i++) pages.Add((*(nint*)Unsafe.AsPointer(ref heap[i]) - 8) / 4096);
        return pages.Count;
    }

    private static void Write(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        fixed (byte* start = bytes) _ = LibC.write(1, start, (nuint)bytes.Length);
    }

    private static byte ReadByte()
    {
        byte one = 0;
        return LibC.read(0, &one, 1) == 1 ? one : (byte)0;
    }
}
