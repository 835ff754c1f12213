namespace CowNotebooks.Lab.Attaching;

/// <summary>A member ended, or began another program, while it was read: the family is another one now.</summary>
internal sealed class FamilyChangedException(string message, Exception? inner = null) : Exception(message, inner);
