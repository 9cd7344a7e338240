using System.Diagnostics;
using System.Globalization;

namespace Composerp.Samples.Screen;

/// <summary>A step under way.</summary>
/// <param name="every">How often progress is shown at most.</param>
public sealed class Step(TimeSpan every, Action<string> show)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private TimeSpan _shown = TimeSpan.Zero;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    public void Report(long done, long total, string unit)
    {
        if (Elapsed - _shown < every)
        {
            return;
        }

        _shown = Elapsed;
        var share = total == 0 ? 0 : Math.Min(1.0, (double)done / total);
        show(string.Create(CultureInfo.InvariantCulture, $"{share,5:P0}  {done:N0} of {total:N0} {unit}"));
    }
}
