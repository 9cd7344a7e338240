using System.Collections.ObjectModel;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace Composerp.Embedded.Model;

/// <summary>The resources in the order in which they were added.</summary>
internal sealed class ResourceCollection : Collection<IResource>, IResourceCollection
{
    public IResource? Find(string name) => this.FirstOrDefault(resource => HasName(resource, name));

    protected override void InsertItem(int index, IResource item)
    {
        ResourceName.Check(item.Name);

        if (Find(item.Name) is not null)
        {
            throw new DistributedApplicationException(
                $"Cannot add resource of type '{item.GetType()}' with name '{item.Name}' because resource of that name already exists.");
        }

        base.InsertItem(index, item);
    }

    private static bool HasName(IResource resource, string name) => string.Equals(resource.Name, name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Names become host names, environment variables and Kubernetes objects.</summary>
internal static class ResourceName
{
    private const int LengthMax = 64;

    /// <exception cref="ArgumentException">It is not a name; says why.</exception>
    public static void Check(string name)
    {
        var wrong = name switch
        {
            "" or { Length: > LengthMax } => $"must be between 1 and {LengthMax} characters long",
            _ when !char.IsAsciiLetter(name[0]) => "must start with an ASCII letter",
            _ when name.Any(character => !char.IsAsciiLetterOrDigit(character) && character != '-') => "must contain only ASCII letters, digits, and hyphens",
            _ when name.Contains("--", StringComparison.Ordinal) => "cannot contain consecutive hyphens",
            _ when name.EndsWith('-') => "cannot end with a hyphen",
            _ => null,
        };

        if (wrong is not null)
        {
            throw new ArgumentException($"Resource name '{name}' is invalid. Name {wrong}.", nameof(name));
        }
    }
}
