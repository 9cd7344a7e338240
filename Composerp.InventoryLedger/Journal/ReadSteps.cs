using Npgsql;

namespace Composerp.InventoryLedger.Journal;

/// <summary>Statements that go to the server together, each with what takes its rows.</summary>
internal sealed class ReadSteps
{
    private readonly List<(NpgsqlBatchCommand Step, Action<NpgsqlDataReader> Take)> _steps = [];

    public void Add(NpgsqlBatchCommand step, Action<NpgsqlDataReader> take) => _steps.Add((step, take));

    public async Task RunAsync(NpgsqlConnection connection, CancellationToken token)
    {
        if (_steps.Count == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection);

        foreach (var (step, _) in _steps)
        {
            batch.BatchCommands.Add(step);
        }

        await batch.PrepareAsync(token);
        await using var rows = await batch.ExecuteReaderAsync(token);

        foreach (var (_, take) in _steps)
        {
            while (await rows.ReadAsync(token))
            {
                take(rows);
            }

            await rows.NextResultAsync(token);
        }

        _steps.Clear();
    }
}
