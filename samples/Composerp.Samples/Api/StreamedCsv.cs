using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Composerp.Samples.Api;

/// <summary>A CSV body that is written row by row while it is sent.</summary>
internal sealed class StreamedCsv : HttpContent
{
    private const int BufferBytes = 64 * 1024;

    private readonly Func<TextWriter, CancellationToken, Task> _write;

    public StreamedCsv(Func<TextWriter, CancellationToken, Task> write)
    {
        _write = write;
        Headers.ContentType = new MediaTypeHeaderValue("text/csv") { CharSet = "utf-8" };
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), BufferBytes, leaveOpen: true) { NewLine = "\n" };

        await _write(writer, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;

        return false;
    }
}
