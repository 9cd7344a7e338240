using System.Net;
using System.Text;

namespace Composerp.Tests.Support;

/// <summary>A request's body that is sent bit by bit, as the test says.</summary>
public sealed class HeldBody : HttpContent
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Sends a request whose body, JSON, a service is to be reading before it gets it.</summary>
    /// <returns>Once the service has asked for the body, or refused it: the answer, which comes after <see cref="End"/> where it asked.</returns>
    public async Task<Task<HttpResponseMessage>> SendAsync(HttpMessageInvoker client, HttpMethod method, Uri address, CancellationToken token)
    {
        var request = new HttpRequestMessage(method, address) { Content = this, Headers = { ExpectContinue = true } };
        var answer = client.SendAsync(request, token);

        if (await Task.WhenAny(_stream.Task, answer) != answer)
        {
            // Kestrel gives a body up that comes with less than 240 bytes a second. This is enough for minutes, and no JSON yet.
            await WriteAsync(new string(' ', 64 * 1024));
        }

        return answer;
    }

    /// <summary>A client that sends no body before it is asked for.</summary>
    public static HttpMessageInvoker PatientClient() => new(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan });

    public async Task WriteAsync(string text)
    {
        var stream = await _stream.Task;
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        await stream.FlushAsync();
    }

    public void End() => _end.TrySetResult();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _stream.TrySetResult(stream);
        await _end.Task.WaitAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;

        return false;
    }
}
