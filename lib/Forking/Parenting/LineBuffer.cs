using System.Text;

namespace CowNotebooks.Forking.Parenting;

/// <summary>Lines from a descriptor by plain read(2): no stream, no thread, nothing that keeps running after the answer.</summary>
internal sealed class LineBuffer
{
    private readonly byte[] _bytes = new byte[4096];
    private readonly List<byte> _line = [];
    private int _next, _end;

    /// <summary>The next line without its end; null at the end of the file.</summary>
    public string? ReadLine(int fd)
    {
        _line.Clear();
        while (true)
        {
            if (_next == _end)
            {
                _next = 0;
                _end = LibC.Read(fd, _bytes);
                if (_end == 0) return null;
            }

            var b = _bytes[_next++];
            if (b == '\n') return Encoding.UTF8.GetString([.. _line]);
            _line.Add(b);
        }
    }
}
