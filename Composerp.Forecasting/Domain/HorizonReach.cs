namespace Composerp.Forecasting.Domain;

/// <summary>How far ahead a day was forecast, in classes that accuracy is told by.</summary>
public static class HorizonReach
{
    private static readonly int[] _lastDays = [1, 7, 14, 28, int.MaxValue];

    public static int Count => _lastDays.Length;

    /// <summary>What they are called, the nearest first: days ahead.</summary>
    public static IReadOnlyList<string> Names { get; } = ["1", "2-7", "8-14", "15-28", "29-"];

    /// <param name="daysAhead">1 is the day after the origin.</param>
    public static int IndexOf(int daysAhead) => Array.FindIndex(_lastDays, last => daysAhead <= last);
}
