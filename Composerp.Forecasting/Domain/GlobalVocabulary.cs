namespace Composerp.Forecasting.Domain;

/// <summary>The small numbers by which a global model knows categories, locations and events.</summary>
/// <remarks>A model keeps the words that it was trained with; what came later is not known to it.</remarks>
/// <param name="categories">Of items, in the order of their numbers.</param>
/// <param name="places">Codes of locations.</param>
/// <param name="events">Names of events; their numbers begin with 1.</param>
public sealed class GlobalVocabulary(IReadOnlyList<string> categories, IReadOnlyList<string> places, IReadOnlyList<string> events)
{
    private readonly Dictionary<string, int> _categories = NumbersOf(categories);
    private readonly Dictionary<string, int> _places = NumbersOf(places);
    private readonly Dictionary<string, int> _events = NumbersOf(events);

    public IReadOnlyList<string> Categories => categories;

    public IReadOnlyList<string> Places => places;

    public IReadOnlyList<string> Events => events;

    /// <returns>-1 where it is not known.</returns>
    public int CategoryOf(string? category) => category is null ? -1 : _categories.GetValueOrDefault(category, -1);

    /// <returns>-1 where it is not known.</returns>
    public int PlaceOf(string location) => _places.GetValueOrDefault(location, -1);

    /// <returns>0 where it is not known, as on days without any.</returns>
    public int EventOf(string name) => _events.GetValueOrDefault(name, -1) + 1;

    private static Dictionary<string, int> NumbersOf(IReadOnlyList<string> words) =>
        words.Index().ToDictionary(word => word.Item, word => word.Index);
}
