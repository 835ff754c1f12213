namespace CowNotebooks.Forking.Observing;

/// <summary>A file of a session could not be made in the folder for temporary files: why, and what to do.</summary>
public sealed class SessionFolderException : IOException
{
    /// <summary>From what went wrong.</summary>
    /// <param name="error">A native call that failed, or an error of reading and writing files.</param>
    public SessionFolderException(Exception error)
        : base($"A file of the session cannot be made in {Path.GetTempPath()}: {error.Message.TrimEnd('.')}. {Remedy(error)}", error)
    {
    }

    private static string Remedy(Exception error) => error is LibCException { Errno: LibC.EMFILE or LibC.ENFILE }
        ? "Dispose of laboratories that are not used any more, or allow more open files (ulimit -n)."
        : "Free some space there, or name another folder in TMPDIR.";
}
