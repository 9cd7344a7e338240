namespace Composerp.InventoryLedger.Imports;

/// <summary>What came of the rows so far. Every row that was read ends in exactly one of the last four counts.</summary>
/// <param name="Quantity">Sum of what was posted.</param>
internal readonly record struct ImportCounts(
    long Rows, long Posted, long AlreadyPosted, long Zeros, long Refused, decimal Quantity);

/// <summary>Counts rows and collects their errors, from several tasks at once.</summary>
internal sealed class ImportTally
{
    /// <summary>Errors that are kept; what is wrong beyond them is counted only.</summary>
    private const int ErrorsMax = 100_000;

    private readonly Lock _lock = new();
    private List<RowError> _unsaved = [];
    private ImportCounts _counts;
    private int _errors;

    public ImportCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

    public void AddRow()
    {
        lock (_lock)
        {
            _counts = _counts with { Rows = _counts.Rows + 1 };
        }
    }

    /// <summary>A row that is refused for all these reasons.</summary>
    public void Refuse(IEnumerable<RowError> errors)
    {
        lock (_lock)
        {
            _counts = _counts with { Refused = _counts.Refused + 1 };

            foreach (var error in errors)
            {
                if (_errors++ < ErrorsMax)
                {
                    _unsaved.Add(error);
                }
            }
        }
    }

    public void Add(IReadOnlyList<RowOutcome> outcomes)
    {
        var (posted, known, zeros, quantity) = (0, 0, 0, 0m);

        foreach (var outcome in outcomes)
        {
            switch (outcome.Result)
            {
                case RowResult.Posted:
                    posted++;
                    quantity += outcome.Quantity.ToDecimal();
                    break;
                case RowResult.AlreadyPosted:
                    known++;
                    break;
                case RowResult.Zero:
                    zeros++;
                    break;
                default:
                    Refuse(outcome.Errors);
                    break;
            }
        }

        lock (_lock)
        {
            _counts = _counts with
            {
                Posted = _counts.Posted + posted,
                AlreadyPosted = _counts.AlreadyPosted + known,
                Zeros = _counts.Zeros + zeros,
                Quantity = _counts.Quantity + quantity,
            };
        }
    }

    /// <summary>The counts, and the errors that came since the last call.</summary>
    public (ImportCounts Counts, IReadOnlyList<RowError> Errors) Take()
    {
        lock (_lock)
        {
            var errors = _unsaved;
            _unsaved = [];

            return (_counts, errors);
        }
    }
}
