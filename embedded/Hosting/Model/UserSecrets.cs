using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace Composerp.Embedded.Model;

/// <summary>The secrets.json of the AppHost in the user's profile, the one that `dotnet user-secrets` edits.</summary>
internal sealed class UserSecrets(string file)
{
    private static readonly JsonSerializerOptions _format = new() { WriteIndented = true };
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>Null where the assembly names none (UserSecretsId in its project).</summary>
    public static UserSecrets? Of(Assembly? assembly) =>
        assembly?.GetCustomAttribute<UserSecretsIdAttribute>() is { } secrets
            ? new(PathHelper.GetSecretsPathFromSecretsId(secrets.UserSecretsId))
            : null;

    /// <summary>The kept value, else a new one, which is kept. Two processes at once get the same.</summary>
    public string GetOrAdd(string key, Func<string> create)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file) ?? ".");
        using var alone = OpenLock();

        var secrets = Read();

        if (secrets[key]?.GetValue<string>() is { } kept)
        {
            return kept;
        }

        var value = create();
        secrets[key] = value;
        Write(secrets);

        return value;
    }

    private JsonObject Read() => File.Exists(file) && new FileInfo(file).Length > 0
        ? JsonNode.Parse(File.ReadAllText(file), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })
            as JsonObject ?? []
        : [];

    // Whole or not at all: a half-written file would lose the password of a database that is kept.
    private void Write(JsonObject secrets)
    {
        var written = $"{file}.new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };

        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(written, options))
        {
            JsonSerializer.Serialize(stream, secrets, _format);
        }

        File.Move(written, file, overwrite: true);
    }

    private FileStream OpenLock()
    {
        FileStream? held = null;
        SpinWait.SpinUntil(() => (held = TryOpenLock()) is not null, _patience);

        return held ?? throw new IOException($"{file}.lock is held by another process.");
    }

    private FileStream? TryOpenLock()
    {
        try
        {
            return new FileStream($"{file}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
