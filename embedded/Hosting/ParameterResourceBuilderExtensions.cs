using Aspire.Hosting.ApplicationModel;
using Composerp.Embedded.Model;

namespace Aspire.Hosting;

/// <summary>Parameters: values from the configuration, under "Parameters".</summary>
public static class ParameterResourceBuilderExtensions
{
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, given => ParameterValue.Of(builder.Configuration, name, given), secret));

    /// <summary>A parameter with a value of its own, which the configuration does not change.</summary>
    /// <param name="publishValueAsDefault">Writes the value into the manifest.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false)
    {
        if (publishValueAsDefault && secret)
        {
            throw new ArgumentException("A parameter cannot be both secret and published as a default value.", nameof(secret));
        }

        return builder.AddResource(new ParameterResource(name, _ => value, secret)
        {
            Default = publishValueAsDefault ? new ConstantDefault(value) : null,
        });
    }

    /// <summary>A parameter with a default.</summary>
    /// <param name="persist">Keeps a generated value in the user's secrets, so that the next run finds it again.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false) =>
        builder.AddResource(ParameterValue.WithDefault(builder, name, value, secret, persist));
}
