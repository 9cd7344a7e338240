using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Composerp.Embedded.Model;

/// <summary>Finds what a parameter is: the configuration, else its default.</summary>
internal static class ParameterValue
{
    public static ParameterResource WithDefault(
        IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret, bool persist)
    {
        // Published, nothing is generated, let alone kept: the manifest says how to.
        var kept = persist && builder.ExecutionContext.IsRunMode ? UserSecrets.Of(builder.AppHostAssembly) : null;

        return new ParameterResource(name, given => Of(builder.Configuration, name, given, kept), secret) { Default = value };
    }

    /// <param name="kept">Where a value made from the default is kept for the next run.</param>
    public static string Of(ConfigurationManager configuration, string name, ParameterDefault? given, UserSecrets? kept = null)
    {
        // Names of environment variables have no hyphens.
        var set = configuration[$"Parameters:{name}"] ?? configuration[$"Parameters:{name.Replace('-', '_')}"];

        if (set is not null)
        {
            return set;
        }

        if (given is null)
        {
            throw new MissingParameterValueException(
                $"Parameter '{name}' has no value: set it with `dotnet user-secrets set Parameters:{name} <value>` in the AppHost's folder, "
                + $"or with the environment variable Parameters__{name.Replace('-', '_')}.");
        }

        return kept is null ? given.GetDefaultValue() : kept.GetOrAdd($"Parameters:{name}", given.GetDefaultValue);
    }
}

/// <summary>A default that is always the same.</summary>
internal sealed class ConstantDefault(string value) : ParameterDefault
{
    public override string GetDefaultValue() => value;

    internal override void WriteTo(Utf8JsonWriter manifest) => manifest.WriteString("value", value);
}

/// <summary>The password of a server for which nobody has named a parameter.</summary>
internal static class GeneratedPassword
{
    public static ParameterResource For(IDistributedApplicationBuilder builder, string name) =>
        ParameterValue.WithDefault(builder, name, new GenerateParameterDefault { MinLength = 22 }, secret: true, persist: true);
}
