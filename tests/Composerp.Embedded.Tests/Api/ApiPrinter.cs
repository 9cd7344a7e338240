using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Composerp.Embedded.Tests.Api;

/// <summary>Prints public types and members, one a line, as the lists of Aspire's API have them.</summary>
internal sealed class ApiPrinter
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly NullabilityInfoContext _nullability = new();

    public static string HeaderOf(Type type)
    {
        var kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            _ => "class",
        };
        Type?[] roots = [null, typeof(object), typeof(ValueType), typeof(Enum)];
        var parents = roots.Contains(type.BaseType) || type.BaseType is null ? type.GetInterfaces() : [type.BaseType, .. type.GetInterfaces()];
        var list = string.Join(", ", parents.Select(parent => TypeNames.Of(parent)));

        return $"{Attributes(type)}{kind} {type.Namespace}.{TypeNames.Of(type)}{(list.Length > 0 ? " : " + list : "")}";
    }

    public IEnumerable<string> MembersOf(Type type)
    {
        if (type.IsEnum)
        {
            return [string.Join(", ", Enum.GetValues(type).Cast<object>().Select(value => $"{value}={Convert.ToInt64(value, CultureInfo.InvariantCulture)}"))];
        }

        return type.GetMembers(Declared).Select(LineOf).OfType<string>();
    }

    private string? LineOf(MemberInfo member) => member switch
    {
        FieldInfo { IsLiteral: true } constant => $"const {TypeNames.Of(constant.FieldType)} {constant.Name} = {constant.GetRawConstantValue()}",
        FieldInfo field => $"{(field.IsStatic ? "static " : "")}{TypeNames.Of(field.FieldType, _nullability.Create(field))} {field.Name}",
        ConstructorInfo constructor => $"{Attributes(constructor)}{constructor.DeclaringType?.Name}({Parameters(constructor)})",
        PropertyInfo property => $"{Attributes(property)}{TypeNames.Of(property.PropertyType, _nullability.Create(property))} {property.Name} {{ {Accessors(property)} }}",
        MethodInfo { IsSpecialName: false } method => LineOf(method),
        _ => null,
    };

    private string LineOf(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(one => one.Name))}>" : "";
        var returned = TypeNames.Of(method.ReturnType, _nullability.Create(method.ReturnParameter));

        return $"{Attributes(method)}{(method.IsStatic ? "static " : "")}{returned} {method.Name}{generic}({Parameters(method)}){Constraints(method)}";
    }

    private string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select((parameter, index) =>
        (index == 0 && method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "")
        + (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")
        + (parameter.ParameterType.IsByRef
            ? $"ref {TypeNames.Of(parameter.ParameterType.GetElementType() ?? typeof(void))}"
            : TypeNames.Of(parameter.ParameterType, _nullability.Create(parameter)))
        + $" {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {DefaultOf(parameter)}" : "")));

    private static string Accessors(PropertyInfo property)
    {
        var isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        var get = property.GetMethod is { IsPublic: true } ? "get; " : "";
        var set = property.SetMethod is { IsPublic: true } ? isInit ? "init;" : "set;" : "";

        return (get + set).TrimEnd();
    }

    private static string Constraints(MethodInfo method) => !method.IsGenericMethod ? "" : string.Concat(
        from argument in method.GetGenericArguments()
        let flags = argument.GenericParameterAttributes
        let types = argument.GetGenericParameterConstraints().Select(one => TypeNames.Of(one))
        let kinds = flags.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>()
        let creation = flags.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? ["new()"] : Array.Empty<string>()
        let all = kinds.Concat(types).Concat(creation).ToArray()
        where all.Length > 0
        select $" where {argument.Name} : {string.Join(", ", all)}");

    private static string DefaultOf(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool value => value ? "true" : "false",
        var value when parameter.ParameterType.IsEnum => $"{parameter.ParameterType.Name}.{Enum.ToObject(parameter.ParameterType, value)}",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Attributes(MemberInfo member)
    {
        var obsolete = member.GetCustomAttribute<ObsoleteAttribute>();
        var experimental = member.GetCustomAttribute<ExperimentalAttribute>();

        return (experimental is null ? "" : $"[Experimental({experimental.DiagnosticId})] ")
            + (obsolete is null ? "" : $"[Obsolete({obsolete.Message}{(obsolete.IsError ? ",True" : "")})] ");
    }
}
