namespace CowNotebooks.Jupyter.Messages;

/// <summary>
/// The signatures of the last messages: each is of one message only, as its header has an id of its own, so one that comes again was recorded and sent by
/// somebody who need not know the key. As many as jupyter_client keeps (Session.digest_history_size).
/// </summary>
internal sealed class SeenSignatures
{
    private const int Most = 1 << 16;

    private readonly HashSet<string> _known = [];
    private readonly Queue<string> _order = new();
    private readonly Lock _guard = new();

    /// <summary>False when it is known already.</summary>
    /// <param name="signature">A valid one, in hexadecimal.</param>
    public bool Add(ReadOnlySpan<byte> signature)
    {
        var text = System.Text.Encoding.ASCII.GetString(signature);
        lock (_guard)
        {
            if (!_known.Add(text)) return false;
            _order.Enqueue(text);
            if (_order.Count > Most) _known.Remove(_order.Dequeue());
            return true;
        }
    }
}
