using System.Text.Json;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a parameter is where nobody has set it.</summary>
public abstract class ParameterDefault
{
    public abstract string GetDefaultValue();

    /// <summary>Writes the content of the manifest's "default" object.</summary>
    internal abstract void WriteTo(Utf8JsonWriter manifest);
}
