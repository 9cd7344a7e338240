using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Composerp.ServiceDefaults.Postgres;

/// <summary>One numbered migration, or a routine, which has no number and is applied again every time.</summary>
/// <param name="Checksum">SHA-256 of the text with Unix line ends, in hexadecimal digits.</param>
internal sealed record MigrationFile(int Number, string Name, string Sql, string Checksum);

/// <summary>The migrations 1, 2, 3.. of one owner, and its routines.</summary>
/// <param name="Name">The owner: the event log and the service count on their own.</param>
internal sealed partial record MigrationSeries(string Name, IReadOnlyList<MigrationFile> Numbered, IReadOnlyList<MigrationFile> Routines)
{
    /// <summary>Reads the .sql files embedded in an assembly: 0001_create_x.sql in the folder, y.routine.sql anywhere.</summary>
    /// <exception cref="MigrationRefusedException">A number is missing or there twice.</exception>
    public static MigrationSeries Of(Assembly assembly, string name, string folder)
    {
        var resources = assembly.GetManifestResourceNames().Order(StringComparer.Ordinal).ToList();

        return Of(
            name,
            from resource in resources
            where resource.Contains(folder, StringComparison.Ordinal) && NumberedName().IsMatch(resource)
            select (NumberedName().Match(resource).Value.TrimStart('.'), SqlFile.Read(assembly, resource)),
            from resource in resources
            where resource.EndsWith(".routine.sql", StringComparison.Ordinal)
            select (resource, SqlFile.Read(assembly, resource)));
    }

    public static MigrationSeries Of(
        string name, IEnumerable<(string FileName, string Sql)> numbered, IEnumerable<(string FileName, string Sql)> routines)
    {
        var files = numbered
            .Select(file => File(int.Parse(file.FileName.AsSpan(0, 4), CultureInfo.InvariantCulture), file.FileName, file.Sql))
            .OrderBy(file => file.Number)
            .ToList();

        for (var index = 0; index < files.Count; index++)
        {
            if (files[index].Number != index + 1)
            {
                throw new MigrationRefusedException(
                    $"The migrations of {name} are not 1, 2, 3..: {files[index].Name} stands where {index + 1:0000} belongs.");
            }
        }

        return new MigrationSeries(name, files, [.. routines.Select(file => File(0, file.FileName, file.Sql))]);
    }

    private static MigrationFile File(int number, string name, string sql)
    {
        var text = sql.ReplaceLineEndings("\n");

        return new MigrationFile(number, name, text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    [GeneratedRegex(@"\.[0-9]{4}_[a-z0-9_]+\.sql$")]
    private static partial Regex NumberedName();
}

/// <summary>The migrations that do not fit: a gap, a repeated number, or a file changed after it was applied.</summary>
public sealed class MigrationRefusedException(string message) : Exception(message);
