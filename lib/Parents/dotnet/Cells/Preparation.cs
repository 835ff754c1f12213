using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>
/// Compiles the methods of a cell, and those that they call, before it runs: compiling writes pages that are not the cell's work. Best effort: what
/// cannot be prepared is compiled when it runs.
/// </summary>
internal static class Preparation
{
    private const int MostDepth = 6, MostMethods = 10000;
    private const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    // Never cleared: compiled methods stay compiled.
    private static readonly HashSet<MethodBase> Done = [];

    /// <summary>Prepares every method of a type and of its nested types.</summary>
    public static void Prepare(Type type)
    {
        var methods = type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).Where(method => !method.ContainsGenericParameters);
        Prepare(methods);
        foreach (var nested in type.GetNestedTypes(All).Where(nested => !nested.ContainsGenericParameters))
        {
            Prepare(nested);
            // The compiler's class for lambdas; its static constructor creates the one object that holds them.
            if (nested.Name.StartsWith("<>c", StringComparison.Ordinal)) RuntimeHelpers.RunClassConstructor(nested.TypeHandle);
        }
    }

    private static void Prepare(IEnumerable<MethodBase> methods)
    {
        // Breadth first, so that direct calls come before the limit is reached.
        var queue = new Queue<(MethodBase Method, int Depth)>(methods.Select(method => (method, 0)));
        var found = new Stack<MethodBase>();
        while (found.Count < MostMethods && queue.TryDequeue(out var next))
        {
            if (!Done.Add(next.Method)) continue;
            found.Push(next.Method);
            if (next.Depth == MostDepth) continue;
            foreach (var callee in Tried(() => Callees.Of(next.Method).ToList()) ?? []) queue.Enqueue((callee, next.Depth + 1));
        }

        // Callees first: a call of a compiled method is bound directly to it.
        while (found.TryPop(out var method))
        {
            Tried(() =>
            {
                Compile(method);
                return method;
            });
        }
    }

    private static T? Tried<T>(Func<T> action)
        where T : class
    {
        try
        {
            return action();
        }
#pragma warning disable CA1031 // However reflection fails, the method is then compiled when it runs.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static void Compile(MethodBase method)
    {
        if (method.IsAbstract || method.ContainsGenericParameters) return;
        if (method is MethodInfo import && import.Attributes.HasFlag(MethodAttributes.PinvokeImpl))
        {
            Marshal.Prelink(import);
            return;
        }

        Type[] arguments = [.. method.DeclaringType?.GetGenericArguments() ?? [], .. method.IsGenericMethod ? method.GetGenericArguments() : []];
        if (arguments.Length == 0) RuntimeHelpers.PrepareMethod(method.MethodHandle);
        else RuntimeHelpers.PrepareMethod(method.MethodHandle, [.. arguments.Select(type => type.TypeHandle)]);
    }
}
