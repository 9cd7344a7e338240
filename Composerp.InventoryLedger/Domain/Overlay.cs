using System.Diagnostics.CodeAnalysis;

namespace Composerp.InventoryLedger.Domain;

/// <summary>What is stored, overlaid by what a batch has done to it so far; a refused movement's changes can be undone.</summary>
internal sealed class Overlay<TKey, TValue>(IReadOnlyDictionary<TKey, TValue> stored)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _changed = [];
    private readonly List<(TKey Key, bool WasChanged, TValue? Before)> _undo = [];

    public IReadOnlyDictionary<TKey, TValue> Changed => _changed;

    /// <summary>Everything that there is now.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> All => stored.Where(one => !_changed.ContainsKey(one.Key)).Concat(_changed);

    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value) =>
        _changed.TryGetValue(key, out value) || stored.TryGetValue(key, out value);

    public void Set(TKey key, TValue value)
    {
        var wasChanged = _changed.TryGetValue(key, out var before);
        _undo.Add((key, wasChanged, before));
        _changed[key] = value;
    }

    public void Keep() => _undo.Clear();

    public void Undo()
    {
        for (var step = _undo.Count - 1; step >= 0; step--)
        {
            var (key, wasChanged, before) = _undo[step];

            if (wasChanged)
            {
                _changed[key] = before!;
            }
            else
            {
                _changed.Remove(key);
            }
        }

        _undo.Clear();
    }
}
