using Composerp.Replenishment.Domain;

namespace Composerp.Replenishment;

/// <summary>The rows of a bulk request: all are stored, or none.</summary>
internal static class BulkRows
{
    public const int CountMax = 10_000;

    /// <summary>What is wrong with the rows, at most one thing each: it is missing, breaks a rule, or repeats another's key.</summary>
    public static List<RowViolation> Violations<T>(
        IReadOnlyList<T?> rows, string keyField, Func<T, object> key, Func<T, Violation?> firstViolation)
        where T : class
    {
        if (rows.Count is 0 or > CountMax)
        {
            return [new(0, new("$", "row-count-out-of-range", "A request has 1 to 10,000 rows."))];
        }

        var seen = new HashSet<object>(rows.Count);
        var violations = new List<RowViolation>();

        foreach (var (index, row) in rows.Index())
        {
            var violation = row is null ? new("$", "missing-row", "The row is null.")
                : firstViolation(row)
                ?? (seen.Add(key(row)) ? null : new Violation(keyField, "repeated-row", "An earlier row is of the same."));

            if (violation is not null)
            {
                violations.Add(new(index + 1, violation));
            }
        }

        return violations;
    }
}
