using System.Reflection;
using System.Reflection.Emit;

namespace CowNotebooks.Parents.DotNet.Cells;

/// <summary>The methods that a method calls, read from its IL.</summary>
internal static class Callees
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static IEnumerable<MethodBase> Of(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il) yield break;
        var typeArguments = method.DeclaringType is { IsGenericType: true } declaring ? declaring.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        Type? constrained = null;
        for (var at = 0; at < il.Length;)
        {
            var value = il[at] == 0xFE ? unchecked((short)(0xFE00 | il[at + 1])) : (short)il[at];
            var code = Codes[value];
            at += code.Size;
            if (code.OperandType == OperandType.InlineMethod)
            {
                if (Resolve(at) is { } called) yield return called;
                constrained = null;
            }
            else if (code == OpCodes.Constrained)
            {
                constrained = method.Module.ResolveType(BitConverter.ToInt32(il, at), typeArguments, methodArguments);
            }

            at += SizeOfOperand(code.OperandType, il, at);
        }

        MethodBase? Resolve(int at)
        {
            try
            {
                var called = method.Module.ResolveMethod(BitConverter.ToInt32(il, at), typeArguments, methodArguments);
                return constrained is { IsValueType: true } && called is { IsVirtual: true } ? Implementation(constrained, called) : called;
            }
            catch (Exception error) when (error is ArgumentException or TypeLoadException or FileNotFoundException)
            {
                return null;
            }
        }
    }

    private static MethodInfo? Implementation(Type type, MethodBase called)
    {
        if (called.DeclaringType is not { IsInterface: true } contract)
            return type.GetMethod(called.Name, [.. called.GetParameters().Select(parameter => parameter.ParameterType)]);
        var map = type.GetInterfaceMap(contract);
        var index = Array.IndexOf(map.InterfaceMethods, called);
        return index < 0 ? null : map.TargetMethods[index];
    }

    private static int SizeOfOperand(OperandType operand, byte[] il, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
        _ => 4,
    };
}
