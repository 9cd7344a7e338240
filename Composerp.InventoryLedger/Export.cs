using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using HttpJsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Composerp.InventoryLedger;

/// <summary>Answers with a row per line, as JSON or as CSV, written as the rows come.</summary>
/// <remarks>
/// Memory does not grow with the number of rows. An error after the first of them breaks the connection off, so that half an
/// answer is never taken for a whole one.
/// </remarks>
internal sealed class Export<T>(IAsyncEnumerable<T> rows, ExportFormat format) : IResult
{
    private const int FlushBytes = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var options = httpContext.RequestServices.GetRequiredService<IOptions<HttpJsonOptions>>().Value.SerializerOptions;
        var type = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        httpContext.Response.ContentType = $"{format.ContentType}; charset=utf-8";
        var body = httpContext.Response.BodyWriter;
        var token = httpContext.RequestAborted;
        using var json = new Utf8JsonWriter(body, new JsonWriterOptions { SkipValidation = true, Encoder = options.Encoder });
        Action<T> write = format == ExportFormat.Csv ? CsvLines(body, type) : JsonLines(body, json, type);

        await foreach (var row in rows.WithCancellation(token))
        {
            write(row);

            if (body.UnflushedBytes >= FlushBytes)
            {
                await body.FlushAsync(token);
            }
        }
    }

    private static Action<T> JsonLines(IBufferWriter<byte> body, Utf8JsonWriter json, JsonTypeInfo<T> type) => row =>
    {
        JsonSerializer.Serialize(json, row, type);
        json.Flush();
        json.Reset(body);
        body.Write("\n"u8);
    };

    // The columns are the fields of the JSON, in its order.
    private static Action<T> CsvLines(IBufferWriter<byte> body, JsonTypeInfo<T> type)
    {
        var columns = type.Properties.Where(property => property.Get is not null).ToArray();
        var line = new StringBuilder();
        Write(columns.Select(column => column.Name));

        return row => Write(columns.Select(column => Text(column.Get?.Invoke(row!))));

        void Write(IEnumerable<string> fields)
        {
            line.Clear().AppendJoin(',', fields.Select(Escape)).Append("\r\n");
            Encoding.UTF8.GetBytes(line.ToString(), body);
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Escape(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") || field.StartsWith(' ') || field.EndsWith(' ')
            ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : field;
}
