using System.Security.Cryptography;
using System.Text.Json;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A random value made of the wanted kinds of characters.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    // Without characters that look alike or that shells, URIs and connection strings give a meaning to.
    private const string LowerCharacters = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperCharacters = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string NumericCharacters = "0123456789";
    private const string SpecialCharacters = "-_.{}~()*+!";

    public int MinLength { get; set; }

    public bool Lower { get; set; } = true;

    public bool Upper { get; set; } = true;

    public bool Numeric { get; set; } = true;

    public bool Special { get; set; } = true;

    public int MinLower { get; set; }

    public int MinUpper { get; set; }

    public int MinNumeric { get; set; }

    public int MinSpecial { get; set; }

    /// <exception cref="InvalidOperationException">No kind of character is allowed.</exception>
    public override string GetDefaultValue()
    {
        (string Characters, bool Allowed, int Minimum)[] kinds =
        [
            (LowerCharacters, Lower, MinLower),
            (UpperCharacters, Upper, MinUpper),
            (NumericCharacters, Numeric, MinNumeric),
            (SpecialCharacters, Special, MinSpecial),
        ];

        var allowed = kinds.Where(kind => kind.Allowed).ToArray();
        var all = string.Concat(allowed.Select(kind => kind.Characters));

        if (all.Length == 0)
        {
            throw new InvalidOperationException("A generated value needs at least one kind of character.");
        }

        var value = string.Concat(allowed.Select(kind => RandomNumberGenerator.GetString(kind.Characters, kind.Minimum)));
        var characters = (value + RandomNumberGenerator.GetString(all, Math.Max(0, MinLength - value.Length))).ToCharArray();
        RandomNumberGenerator.Shuffle<char>(characters);

        return new string(characters);
    }

    internal override void WriteTo(Utf8JsonWriter manifest)
    {
        manifest.WriteStartObject("generate");
        manifest.WriteNumber("minLength", MinLength);
        WriteFalse(manifest, "lower", Lower);
        WriteFalse(manifest, "upper", Upper);
        WriteFalse(manifest, "numeric", Numeric);
        WriteFalse(manifest, "special", Special);
        WritePositive(manifest, "minLower", MinLower);
        WritePositive(manifest, "minUpper", MinUpper);
        WritePositive(manifest, "minNumeric", MinNumeric);
        WritePositive(manifest, "minSpecial", MinSpecial);
        manifest.WriteEndObject();
    }

    private static void WriteFalse(Utf8JsonWriter manifest, string name, bool value)
    {
        if (!value)
        {
            manifest.WriteBoolean(name, value);
        }
    }

    private static void WritePositive(Utf8JsonWriter manifest, string name, int value)
    {
        if (value > 0)
        {
            manifest.WriteNumber(name, value);
        }
    }
}
