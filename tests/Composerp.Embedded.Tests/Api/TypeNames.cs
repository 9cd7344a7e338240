using System.Reflection;

namespace Composerp.Embedded.Tests.Api;

/// <summary>Names of types as C# writes them.</summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> _keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
    };

    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        var isNullable = nullability is { ReadState: NullabilityState.Nullable } or { WriteState: NullabilityState.Nullable };

        return Bare(type, nullability) + (isNullable && !type.IsValueType ? "?" : "");
    }

    private static string Bare(Type type, NullabilityInfo? nullability)
    {
        if (_keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Of(value) + "?";
        }

        if (type.IsArray)
        {
            return Of(type.GetElementType() ?? type, nullability?.ElementType) + "[]";
        }

        if (!type.IsGenericType)
        {
            return type.Name;
        }

        var arguments = type.GetGenericArguments()
            .Select((argument, index) => Of(argument, nullability?.GenericTypeArguments.ElementAtOrDefault(index)));

        return $"{type.Name.Split('`')[0]}<{string.Join(", ", arguments)}>";
    }
}
