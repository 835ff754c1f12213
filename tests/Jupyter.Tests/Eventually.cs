namespace CowNotebooks.Jupyter.Tests;

/// <summary>Waits for what another process does. The limit is for a test that would otherwise hang; it is no claim about time.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(Func<bool> condition, string otherwise)
    {
        var end = DateTime.UtcNow + Limit;
        while (!condition())
        {
            if (DateTime.UtcNow > end) Assert.Fail(otherwise);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
