using System.Buffers.Text;
using System.Text;

namespace CowNotebooks.Forking.Parenting;

/// <summary>Where a walk over a heap stands, kept on the child's stack so that moving it writes no page of the heap.</summary>
public record struct Cursor
{
    /// <summary>Number of the element at which the walk stands.</summary>
    public long Index { get; set; }

    /// <summary>The element there, where elements can only be reached one from another; else null.</summary>
    public object? Element { get; set; }
}

/// <summary>What a child does for one slice.</summary>
public interface ISliceWork
{
    /// <summary>
    /// Runs slice <paramref name="slice"/> (from 0) of <paramref name="slices"/> of the workload of that name. For <see cref="Protocol.WarmUp"/> it runs
    /// everything once on a small heap of its own.
    /// </summary>
    void Run(ReadOnlySpan<byte> workload, int slice, int slices, ref Cursor cursor);
}

/// <summary>
/// The forked child: waits for a slice, runs it, writes one byte, waits again; leaves through _exit. Only the thread that called fork exists here.
/// Nothing here allocates unless a slice fails.
/// </summary>
public static class ChildLoop
{
    private const int Failed = 70;

    /// <summary>In the parent, before the fork: a child that compiles code writes some twenty pages that no workload asked for.</summary>
    internal static void Rehearse(ISliceWork work)
    {
        var cursor = default(Cursor);
        _ = TryRun(Encoding.UTF8.GetBytes(Protocol.SliceRequest(Protocol.WarmUp, 0, 1)), work, ref cursor);
    }

    internal static void Run(int requests, int answers, ISliceWork work)
    {
        Span<byte> buffer = stackalloc byte[Protocol.MaxSliceRequest];
        Span<byte> answer = [Protocol.ChildReady];
        var cursor = default(Cursor);
        try
        {
            LibC.Write(answers, answer);
            answer[0] = Protocol.SliceDone;
            while (true)
            {
                var count = LibC.Read(requests, buffer);
                if (count == 0 || !TryRun(buffer[..count], work, ref cursor)) LibC.ExitNow(0);
                LibC.Write(answers, answer);
            }
        }
        catch (Exception error)
        {
            TellWhy(answers, error);
        }

        LibC.ExitNow(Failed);
    }

    /// <summary>False when the request is to leave.</summary>
    private static bool TryRun(ReadOnlySpan<byte> request, ISliceWork work, ref Cursor cursor)
    {
        if (!TryParse(request, out var workload, out var slice, out var slices)) return false;
        work.Run(workload, slice, slices, ref cursor);
        return true;
    }

    private static bool TryParse(ReadOnlySpan<byte> request, out ReadOnlySpan<byte> workload, out int slice, out int slices)
    {
        workload = [];
        slice = slices = 0;
        var name = request.IndexOf((byte)' ');
        if (name < 0) return false;
        workload = request[..name];
        var rest = request[(name + 1)..];
        return Utf8Parser.TryParse(rest, out slice, out var used) && used < rest.Length && Utf8Parser.TryParse(rest[(used + 1)..], out slices, out _);
    }

    private static void TellWhy(int answers, Exception error)
    {
        try
        {
            LibC.Write(answers, [Protocol.SliceFailed, .. Encoding.UTF8.GetBytes(error.Message)]);
        }
        catch (LibCException)
        {
            // The observer is gone: there is no one left to tell.
        }
    }
}
