using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;

namespace Composerp.Embedded.Running;

/// <summary>A line that a resource has printed.</summary>
/// <param name="Number">Counted per resource from 1.</param>
internal sealed record PrintedLine(long Number, DateTimeOffset At, string Content, bool IsError);

/// <summary>What the resources print: the newest lines, and those to come.</summary>
internal sealed class ResourceLogs(TimeProvider time)
{
    /// <summary>Lines kept per resource: a few screens of history, a few megabytes at most.</summary>
    public const int LinesMax = 2_000;

    private const int LineLengthMax = 8_192;

    private readonly ConcurrentDictionary<string, Log> _byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Called for each line of every resource.</summary>
    public Action<IResource, PrintedLine>? Printed { get; set; }

    public void Append(IResource resource, string text, bool isError)
    {
        var content = text.Length > LineLengthMax ? text[..LineLengthMax] : text;
        var line = LogOf(resource.Name).Append(content, time.GetUtcNow(), isError);
        Printed?.Invoke(resource, line);
    }

    public IReadOnlyList<PrintedLine> Last(IResource resource, int count) => LogOf(resource.Name).Last(count);

    /// <summary>The kept lines, then each new one, until cancelled.</summary>
    public async IAsyncEnumerable<PrintedLine> WatchAsync(string resourceName, [EnumeratorCancellation] CancellationToken token)
    {
        var log = LogOf(resourceName);
        var watcher = log.Watch();

        try
        {
            await foreach (var line in watcher.Reader.ReadAllAsync(token))
            {
                yield return line;
            }
        }
        finally
        {
            log.Forget(watcher);
        }
    }

    private Log LogOf(string name) => _byName.GetOrAdd(name, _ => new Log());

    private sealed class Log
    {
        private readonly Lock _lock = new();
        private readonly Queue<PrintedLine> _lines = [];
        private readonly List<Channel<PrintedLine>> _watchers = [];
        private long _count;

        public PrintedLine Append(string content, DateTimeOffset at, bool isError)
        {
            lock (_lock)
            {
                var line = new PrintedLine(++_count, at, content, isError);
                _lines.Enqueue(line);

                if (_lines.Count > LinesMax)
                {
                    _lines.Dequeue();
                }

                _watchers.ForEach(watcher => watcher.Writer.TryWrite(line));

                return line;
            }
        }

        public IReadOnlyList<PrintedLine> Last(int count)
        {
            lock (_lock)
            {
                return [.. _lines.TakeLast(count)];
            }
        }

        public Channel<PrintedLine> Watch()
        {
            // A reader that has stopped reading costs no more than the history does.
            var watcher = Channel.CreateBounded<PrintedLine>(
                new BoundedChannelOptions(LinesMax) { FullMode = BoundedChannelFullMode.DropOldest });

            lock (_lock)
            {
                foreach (var line in _lines)
                {
                    watcher.Writer.TryWrite(line);
                }

                _watchers.Add(watcher);
            }

            return watcher;
        }

        public void Forget(Channel<PrintedLine> watcher)
        {
            lock (_lock)
            {
                _watchers.Remove(watcher);
            }
        }
    }
}
