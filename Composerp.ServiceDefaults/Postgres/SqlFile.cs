using System.Reflection;

namespace Composerp.ServiceDefaults.Postgres;

/// <summary>Reads the .sql files embedded beside the classes that run them.</summary>
public static class SqlFile
{
    /// <summary>The text of a .sql file in the folder of a class.</summary>
    /// <typeparam name="T">A type whose namespace is the folder of the file.</typeparam>
    /// <param name="fileName">File name without folder, such as "lock_shards.sql".</param>
    /// <exception cref="InvalidOperationException">No such file is embedded.</exception>
    public static string Of<T>(string fileName) => Of(typeof(T), fileName);

    /// <inheritdoc cref="Of{T}(string)"/>
    public static string Of(Type type, string fileName)
    {
        ArgumentNullException.ThrowIfNull(type);

        return Read(type.Assembly, $"{type.Namespace}.{fileName}");
    }

    internal static string Read(Assembly assembly, string resourceName)
    {
        using var stream = assembly.GetManifestResourceStream(resourceName)
            ?? throw new InvalidOperationException($"No embedded file {resourceName} in {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);

        return reader.ReadToEnd();
    }
}
