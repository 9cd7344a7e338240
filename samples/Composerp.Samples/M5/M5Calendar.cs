using System.Globalization;

namespace Composerp.Samples.M5;

/// <summary>Which date the column d_1, d_2.. of the sales stands for.</summary>
internal sealed class M5Calendar
{
    private readonly Dictionary<string, DateOnly> _dates;

    private M5Calendar(Dictionary<string, DateOnly> dates) => _dates = dates;

    /// <exception cref="InvalidDataException">The file has no columns "date" and "d".</exception>
    public static M5Calendar Read(TextReader text)
    {
        var header = (text.ReadLine() ?? "").Split(',');
        var (date, day) = (Array.IndexOf(header, "date"), Array.IndexOf(header, "d"));

        if (date < 0 || day < 0)
        {
            throw new InvalidDataException("The calendar needs the columns 'date' and 'd'.");
        }

        var dates = new Dictionary<string, DateOnly>();

        while (text.ReadLine() is { Length: > 0 } line)
        {
            var fields = line.Split(',');
            dates.Add(fields[day], DateOnly.ParseExact(fields[date], "O", CultureInfo.InvariantCulture));
        }

        return new M5Calendar(dates);
    }

    /// <exception cref="InvalidDataException">The calendar does not know the day.</exception>
    public DateOnly DateOf(string column) =>
        _dates.TryGetValue(column, out var date) ? date : throw new InvalidDataException($"The calendar has no day {column}.");
}
