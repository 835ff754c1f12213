namespace CowNotebooks.Sizing;

/// <summary>A size that could not be had. The message is one sentence of cause and one of remedy.</summary>
public class SizingException(string message) : Exception(message);

/// <summary>The runtime does not lay objects out as this library knows it; any size would be a guess.</summary>
public sealed class LayoutNotUnderstoodException(string message) : SizingException(message);

/// <summary>Collections came between every attempt to walk the graph, and each may have moved objects.</summary>
public sealed class WalkDisturbedException(string message) : SizingException(message);
