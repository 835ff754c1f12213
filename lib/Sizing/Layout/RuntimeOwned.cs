using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;

namespace CowNotebooks.Sizing.Layout;

/// <summary>The types at which a walk stops unless asked to go on: the runtime's own, shared by the whole process.</summary>
internal static class RuntimeOwned
{
    /// <summary>MethodTables; a type derived from one of them is runtime-owned too.</summary>
    public static nuint[] MethodTables { get; } =
    [
        .. new[]
        {
            typeof(MemberInfo), typeof(ParameterInfo), typeof(Module), typeof(Assembly), typeof(AssemblyLoadContext), typeof(Thread), typeof(CultureInfo),
            // Keeps a collectible type loaded; delegates to its methods hold it.
            typeof(object).Assembly.GetType("System.Reflection.LoaderAllocator", throwOnError: true)!,
        }.Select(type => (nuint)type.TypeHandle.Value),
    ];
}
