using Composerp.InventoryLedger.Domain;
using Composerp.ServiceDefaults.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace Composerp.InventoryLedger.Imports;

/// <summary>Keeps what came of imports.</summary>
internal sealed class ImportStore(NpgsqlDataSource database)
{
    public const string Completed = "completed";
    public const string Failed = "failed";

    /// <summary>A running import says every second that it lives; its process is dead after this silence.</summary>
    private static readonly TimeSpan _silenceMax = TimeSpan.FromSeconds(15);

    private static readonly string _startImport = SqlFile.Of<ImportStore>("start_import.sql");
    private static readonly string _deleteErrors = SqlFile.Of<ImportStore>("delete_errors.sql");
    private static readonly string _saveProgress = SqlFile.Of<ImportStore>("save_progress.sql");
    private static readonly string _insertErrors = SqlFile.Of<ImportStore>("insert_errors.sql");
    private static readonly string _finishImport = SqlFile.Of<ImportStore>("finish_import.sql");
    private static readonly string _listImports = SqlFile.Of<ImportStore>("list_imports.sql");
    private static readonly string _listErrors = SqlFile.Of<ImportStore>("list_errors.sql");
    private static readonly string _listLocationRules = SqlFile.Of<ImportStore>("list_location_rules.sql");

    /// <returns>False where an import of this id is running.</returns>
    public async Task<bool> TryStartAsync(string id, string kind, string source, string? actor, bool isDryRun, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await using var start = Sql.Command(
            connection, _startImport, Sql.Of(id), Sql.Of(source), Sql.Text(actor), Sql.Of(isDryRun), Sql.Of(_silenceMax), Sql.Of(kind));

        if (await start.ExecuteScalarAsync(token) is null)
        {
            return false;
        }

        await using var delete = Sql.Command(connection, _deleteErrors, Sql.Of(id));
        await delete.ExecuteNonQueryAsync(token);
        await transaction.CommitAsync(token);

        return true;
    }

    public async Task SaveAsync(string id, ImportCounts counts, IReadOnlyList<RowError> errors, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Sql.Step(
                    _saveProgress,
                    Sql.Of(id),
                    Sql.Of(counts.Rows),
                    Sql.Of(counts.Posted),
                    Sql.Of(counts.AlreadyPosted),
                    Sql.Of(counts.Zeros),
                    Sql.Of(counts.Refused),
                    Sql.Of(counts.Quantity)),
            },
        };

        if (errors.Count > 0)
        {
            batch.BatchCommands.Add(Sql.Step(
                _insertErrors,
                Sql.Of(id),
                Sql.Of<long[]>([.. errors.Select(error => error.Line)]),
                Sql.Of<long[]>([.. errors.Select(error => error.Column)]),
                Sql.Of<string[]>([.. errors.Select(error => error.Field)]),
                Sql.Of<string[]>([.. errors.Select(error => error.Type)]),
                Sql.Of<string[]>([.. errors.Select(error => error.Reason)])));
        }

        await batch.ExecuteNonQueryAsync(token);
    }

    /// <param name="fault">Null where it completed.</param>
    public async Task FinishAsync(string id, FileFault? fault, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(
            connection,
            _finishImport,
            Sql.Of(id),
            Sql.Of(fault is null ? Completed : Failed),
            Sql.Text(fault?.Type),
            Sql.Text(fault?.Reason),
            Sql.Of(fault?.Line, NpgsqlDbType.Bigint),
            Sql.Of(fault?.Column, NpgsqlDbType.Bigint));
        await command.ExecuteNonQueryAsync(token);
    }

    public async Task<ImportView?> FindAsync(string id, CancellationToken token) =>
        (await ListAsync(id, null, 1, token)).SingleOrDefault();

    public Task<List<ImportView>> ListAsync(string? after, int limit, CancellationToken token) => ListAsync(null, after, limit, token);

    public async Task<List<RowError>> ListErrorsAsync(
        string id, (long Line, long Column, string Field) after, int limit, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(
            connection, _listErrors, Sql.Of(id), Sql.Of(after.Line), Sql.Of(after.Column), Sql.Of(after.Field), Sql.Of(limit));
        await using var rows = await command.ExecuteReaderAsync(token);
        var errors = new List<RowError>();

        while (await rows.ReadAsync(token))
        {
            errors.Add(new(rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2), rows.GetString(3), rows.GetString(4)));
        }

        return errors;
    }

    public async Task<IReadOnlyDictionary<LocationCode, LocationRules>> ReadLocationsAsync(CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(connection, _listLocationRules);
        await using var rows = await command.ExecuteReaderAsync(token);
        var locations = new Dictionary<LocationCode, LocationRules>();

        while (await rows.ReadAsync(token))
        {
            var code = new LocationCode(rows.GetString(0));
            locations.Add(code, new(
                code,
                rows.GetInt16(1),
                TimeZoneInfo.FindSystemTimeZoneById(rows.GetString(2)),
                rows.Find<DateOnly>(3),
                rows.GetBoolean(4)));
        }

        return locations;
    }

    private async Task<List<ImportView>> ListAsync(string? id, string? after, int limit, CancellationToken token)
    {
        await using var connection = await database.OpenConnectionAsync(token);
        await using var command = Sql.Command(
            connection, _listImports, Sql.Text(id), Sql.Text(after), Sql.Of(limit), Sql.Of(_silenceMax));
        await using var rows = await command.ExecuteReaderAsync(token);
        var imports = new List<ImportView>();

        while (await rows.ReadAsync(token))
        {
            imports.Add(View(rows));
        }

        return imports;
    }

    private static ImportView View(NpgsqlDataReader row)
    {
        var isInterrupted = row.GetString(4) == FileFault.InterruptedType;
        var fault = isInterrupted
            ? FileFault.Interrupted(line: 0)
            : row.FindText(13) is { } type
                ? new FileFault(type, row.Find<long>(15) ?? 0, row.Find<long>(16) ?? 0, row.FindText(14) ?? "")
                : null;

        return new(
            Id: row.GetString(0),
            Kind: row.GetString(17),
            Source: row.GetString(1),
            Actor: row.FindText(2),
            DryRun: row.GetBoolean(3),
            Status: isInterrupted ? Failed : row.GetString(4),
            Rows: row.GetInt64(5),
            Posted: row.GetInt64(6),
            AlreadyPosted: row.GetInt64(7),
            Zeros: row.GetInt64(8),
            Refused: row.GetInt64(9),
            Quantity: row.GetDecimal(10),
            StartedAt: row.Instant(11),
            CompletedAt: row.Find<DateTimeOffset>(12),
            Problem: fault);
    }
}
