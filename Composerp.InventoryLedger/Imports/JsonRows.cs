using System.Text;
using System.Text.Json;

namespace Composerp.InventoryLedger.Imports;

/// <summary>Reads the rows of an NDJSON file: one flat object per line, its fields named like the columns.</summary>
/// <remarks>Numbers are taken as they are written, so that none is rounded; as text they are the same.</remarks>
internal sealed class JsonRows : IRowFile
{
    private readonly ImportColumns _known;
    private readonly SoundLines _lines;
    private readonly StreamReader _reader;
    private string _text = "";

    public JsonRows(Stream body, ImportColumns columns)
    {
        _known = columns;
        _lines = new(body);
        _reader = new(_lines, Encoding.UTF8);
    }

    public FileFault? Fault { get; private set; }

    public long Line { get; private set; }

    public async ValueTask<bool> ReadAsync(CancellationToken token)
    {
        while (await _reader.ReadLineAsync(token) is { } text)
        {
            Line++;

            if (!string.IsNullOrWhiteSpace(text))
            {
                _text = text;

                return true;
            }
        }

        Fault = _lines.Fault ?? (Line == 0 ? FileFault.Empty : null);

        return false;
    }

    public ImportRow Row()
    {
        var texts = new string?[_known.Count];
        var places = new int[_known.Count];
        var row = new ImportRow(_known, Line, texts, places);
        var json = Encoding.UTF8.GetBytes(_text);

        try
        {
            Read(json, row, texts, places);
        }
        catch (JsonException fault)
        {
            var offset = (int)Math.Min(fault.BytePositionInLine ?? 0, json.Length);
            row.RefuseRow("malformed-json", "The line is not one JSON object.", Place(json, offset));
        }
        catch (InvalidOperationException)
        {
            row.RefuseRow("malformed-json", "An escape sequence in a text means no character.");
        }

        return row;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _lines.Dispose();
    }

    private void Read(byte[] json, ImportRow row, string?[] texts, int[] places)
    {
        var reader = new Utf8JsonReader(json);

        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            row.RefuseRow("malformed-json", "The line is not one JSON object.");

            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = Place(json, (int)reader.TokenStartIndex);
            var name = reader.GetString() ?? "";
            var column = _known.Find(name);
            reader.Read();

            if (column < 0)
            {
                row.RefuseRow("unknown-field", $"There is no field {Shown.Of(name)}: there are {_known}.", place);
                reader.Skip();
            }
            else if (texts[column] is not null)
            {
                row.RefuseRow("repeated-field", $"The field {name} is there twice.", place);
                reader.Skip();
            }
            else
            {
                places[column] = Place(json, (int)reader.TokenStartIndex);
                texts[column] = Text(ref reader, row, column);
            }
        }

        // What follows the object on its line is a fault, too.
        reader.Read();
    }

    private string Text(ref Utf8JsonReader reader, ImportRow row, int column)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString() ?? "";
            case JsonTokenType.Null:
                return "";
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                row.Refuse(_known.NameOf(column), "not-a-value", "A field is a text, a number, true, false or null.");
                reader.Skip();

                return "";
            default:
                return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }

    private static int Place(byte[] json, int offset) => 1 + Encoding.UTF8.GetCharCount(json.AsSpan(0, offset));
}
