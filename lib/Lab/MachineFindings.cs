using CowNotebooks.Lab.Diagnosing;

namespace CowNotebooks.Lab;

/// <summary>What this machine can measure, what it cannot, why, and what to do.</summary>
public static class MachineFindings
{
    /// <summary>What the kernel shows of processes, pages and faults, and what it does with memory.</summary>
    /// <param name="machine">The machine.</param>
    public static IReadOnlyList<Finding> OfMachine(Machine machine) => [.. KernelFindings.All(machine), .. MicroscopeFindings.All(machine), .. MemoryFindings.All(machine)];

    /// <summary>What can run as parent and child: each parent is started, and asked for its version.</summary>
    public static async Task<IReadOnlyList<Finding>> OfRuntimesAsync() => await RuntimeFindings.AllAsync().ConfigureAwait(false);

    /// <summary>Both.</summary>
    public static async Task<IReadOnlyList<Finding>> AllAsync() => [.. OfMachine(Machine.Read()), .. await OfRuntimesAsync().ConfigureAwait(false)];
}
