using System.Buffers;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;

namespace Composerp.Forecasting;

/// <summary>Answers with one JSON value per line (application/x-ndjson), written as the rows come.</summary>
/// <remarks>
/// Memory does not grow with the number of lines. An error after the first line breaks the connection off, so that half
/// an answer is never taken for a whole one.
/// </remarks>
internal sealed class JsonLines<T>(IAsyncEnumerable<T> lines, JsonTypeInfo<T> json) : IResult, IEndpointMetadataProvider
{
    private const string ContentType = "application/x-ndjson";
    private const int FlushBytes = 64 * 1024;

    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [ContentType]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = ContentType;
        var body = httpContext.Response.BodyWriter;
        using var writer = new Utf8JsonWriter(body, new JsonWriterOptions { SkipValidation = true });
        var token = httpContext.RequestAborted;
        var unflushed = 0L;

        await foreach (var line in lines.WithCancellation(token))
        {
            unflushed += Write(writer, line, json);
            writer.Reset(body);
            body.Write(LineEnd);

            if (unflushed >= FlushBytes)
            {
                unflushed = 0;
                await body.FlushAsync(token);
            }
        }
    }

    /// <returns>Bytes written.</returns>
    private static long Write(Utf8JsonWriter writer, T line, JsonTypeInfo<T> json)
    {
        JsonSerializer.Serialize(writer, line, json);
        writer.Flush();

        return writer.BytesCommitted;
    }
}
