namespace CowNotebooks.Procfs;

/// <summary>The origin of a text. Parsers never open it; they only name file and process in errors.</summary>
/// <param name="Path">The file, e.g. <c>/proc/42/stat</c>.</param>
/// <param name="Pid">The process that the file is about, or null for a file of the whole machine.</param>
public readonly record struct ProcSource(string Path, int? Pid = null);
