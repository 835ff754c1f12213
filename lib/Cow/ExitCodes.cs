namespace CowNotebooks.Cow;

/// <summary>The exit codes that scripts see.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The work was done and something in it failed: a cell, a check.</summary>
    public const int Failed = 1;

    /// <summary>The command was not understood: nothing was done.</summary>
    public const int Usage = 2;
}
