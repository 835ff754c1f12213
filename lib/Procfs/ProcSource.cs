namespace CowNotebooks.Procfs;

/// <summary>Where a text came from. The parsers never open it: it only makes their errors say which file and which process.</summary>
/// <param name="Path">The file, e.g. <c>/proc/42/stat</c>.</param>
/// <param name="Pid">The process that the file is about, or null for a file of the whole machine.</param>
public readonly record struct ProcSource(string Path, int? Pid = null);
