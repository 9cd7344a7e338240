using System.Text.Json;

namespace Composerp.Embedded.Model;

/// <summary>A profile of a project's Properties/launchSettings.json.</summary>
internal sealed record LaunchProfile
{
    private static readonly JsonSerializerOptions _format = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public string Name { get; init; } = "";

    public string? CommandName { get; init; }

    public string? ApplicationUrl { get; init; }

    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>();

    public IEnumerable<Uri> Urls => (ApplicationUrl ?? "")
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(url => new Uri(url));

    /// <summary>The first of these profiles that exists, else the first that starts the project; null where there are no launch settings.</summary>
    /// <param name="projectFolder">The folder of the .csproj.</param>
    public static LaunchProfile? Find(string projectFolder, params ReadOnlySpan<string?> names)
    {
        var file = Path.Combine(projectFolder, "Properties", "launchSettings.json");

        if (!File.Exists(file))
        {
            return null;
        }

        var settings = JsonSerializer.Deserialize<LaunchSettings>(File.ReadAllText(file), _format);
        var profiles = settings?.Profiles ?? new Dictionary<string, LaunchProfile>();

        foreach (var name in names)
        {
            if (name is not null && profiles.TryGetValue(name, out var named))
            {
                return named with { Name = name };
            }
        }

        return profiles
            .Where(profile => profile.Value.CommandName == "Project")
            .Select(profile => profile.Value with { Name = profile.Key })
            .FirstOrDefault();
    }

    private sealed record LaunchSettings(IReadOnlyDictionary<string, LaunchProfile>? Profiles);
}
