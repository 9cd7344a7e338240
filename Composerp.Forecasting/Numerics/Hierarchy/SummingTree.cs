namespace Composerp.Forecasting.Numerics.Hierarchy;

/// <summary>What adds up to what: items in a store to its categories, those to the store, to the region, to the total.</summary>
public sealed class SummingTree
{
    private readonly int[] _parents;
    private readonly int[] _leaves;

    /// <param name="parents">Of each node the one that it is part of, which stands before it; -1 of the first, which is the total.</param>
    public SummingTree(IReadOnlyList<int> parents)
    {
        _parents = [.. parents];
        _leaves = new int[parents.Count];

        for (var node = parents.Count - 1; node >= 0; node--)
        {
            var isInPlace = node == 0 ? parents[0] == -1 : parents[node] >= 0 && parents[node] < node;

            if (!isInPlace)
            {
                throw new ArgumentException($"Node {node} must come after what it is part of, not be part of {parents[node]}.", nameof(parents));
            }

            _leaves[node] = Math.Max(1, _leaves[node]);

            if (node > 0)
            {
                _leaves[parents[node]] += _leaves[node];
            }
        }

        // Not by the number of leaves: a node with a single part has one as well.
        IsLeaf = [.. _leaves.Select(_ => true)];

        for (var node = 1; node < parents.Count; node++)
        {
            IsLeaf[parents[node]] = false;
        }
    }

    public int Count => _parents.Length;

    /// <summary>Whether nothing is part of a node.</summary>
    internal bool[] IsLeaf { get; }

    internal ReadOnlySpan<int> Parents => _parents;

    /// <summary>Leaves below a node; 1 of a leaf.</summary>
    internal ReadOnlySpan<int> Leaves => _leaves;

    /// <summary>Makes every node that has parts the sum of them.</summary>
    /// <param name="values">One for each node; those of the leaves stay.</param>
    public void SumUp(Span<double> values)
    {
        for (var node = 0; node < values.Length; node++)
        {
            values[node] = IsLeaf[node] ? values[node] : 0;
        }

        for (var node = values.Length - 1; node > 0; node--)
        {
            values[_parents[node]] += values[node];
        }
    }

    /// <summary>How far a node is from the total, which has 0.</summary>
    public int LevelOf(int node)
    {
        var level = 0;

        while (_parents[node] >= 0)
        {
            node = _parents[node];
            level++;
        }

        return level;
    }
}
